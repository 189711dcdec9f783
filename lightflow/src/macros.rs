//! The two macros that an asset project's `main.rs` calls.

/// Writes the `main` function of an asset project: its command line.
///
/// ```
/// lightflow::main!();
/// ```
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
