//! The repaired files compile: one `cargo check` of one crate that holds them as modules.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use crate::cases::{files, root, stem};

#[test]
fn every_mistake_has_a_repair_that_compiles() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixed");
    fs::create_dir_all(folder.join("src")).unwrap();
    let mut manifest = format!(
        "[package]\nname = \"fixed\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n\
         [dependencies]\nlightflow = {{ path = {:?}, default-features = false }}\nui-tests = {{ path = {:?} }}\n",
        root().join("../lightflow"),
        root(),
    );
    let mut modules = String::from("fn main() {}\n");
    for file in files(&root().join("cases")) {
        let (name, fixed) = (stem(&file), file.with_extension("fixed.rs"));
        let Ok(text) = fs::read_to_string(&fixed) else { panic!("{} is missing", fixed.display()) };
        if text.contains("crate::") {
            // It has to be a crate of its own.
            manifest += &format!("\n[[bin]]\nname = \"{name}\"\npath = {fixed:?}\n");
        } else {
            modules += &format!("#[path = {fixed:?}]\nmod {name};\n");
        }
    }
    fs::write(folder.join("src/main.rs"), modules).unwrap();
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root().join("../Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["check", "--offline", "--quiet", "--bins", "--keep-going", "--color=never"])
        .current_dir(&folder)
        // The dependencies of `one_error_each` are those of this crate.
        .env("CARGO_TARGET_DIR", folder.join("../one_error_each/target"))
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", "-Adead_code")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
