//! The two macros that an asset project's `main.rs` calls.

/// Writes the `main` function of an asset project: its command line.
///
/// ```
/// lightflow::main!();
/// ```
///
/// It also writes a test that fails when an asset file is not mounted with `mod`, or two assets share an id.
///
/// The program's name, version and description are those of the crate that calls it. [`cli`](crate::cli)
/// lists the commands.
#[cfg(feature = "cli")]
#[macro_export]
macro_rules! main {
    () => {
        fn main() -> ::std::process::ExitCode {
            $crate::cli::main(&$crate::cli::Program {
                name: ::core::env!("CARGO_PKG_NAME"),
                version: ::core::env!("CARGO_PKG_VERSION"),
                about: ::core::env!("CARGO_PKG_DESCRIPTION"),
            })
        }

        #[cfg(test)]
        #[test]
        fn every_asset_is_mounted_and_has_an_id_of_its_own() {
            if let Err(problem) = $crate::project::check(::core::env!("CARGO_MANIFEST_DIR")) {
                panic!("{problem}");
            }
        }
    };
}

/// Links crates whose assets this program is to have, though its code names none of them.
///
/// ```
/// # extern crate serde_json as studio_pack;
/// lightflow::link!(studio_pack);
/// ```
///
/// A dependency that nothing names is left out by the linker with all that it registers: its workflows
/// would be missing from `--help`, and nothing would say so. `link!` names it.
#[macro_export]
macro_rules! link {
    ($($path:path),+ $(,)?) => {
        $(
            #[allow(unused_imports)]
            use $path as _;
        )+
    };
}
