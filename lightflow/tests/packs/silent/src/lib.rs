//! A node pack that a test lists as a dependency and names nowhere.

use lightflow::prelude::*;

/// Says hello.
#[node]
pub fn hello(name: String) -> String {
    format!("hello {name}")
}
