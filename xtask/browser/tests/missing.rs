//! What is said where there is no browser.

use std::process::Command;

#[test]
fn without_a_browser_it_says_what_to_install() {
    let output = Command::new(env!("CARGO_BIN_EXE_lightflow-browser")).env("PATH", "").output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        said,
        "browser: there is no `chromium`; on Debian, `apt-get install chromium chromium-driver`\n"
    );
}
