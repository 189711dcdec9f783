//! Nodes and workflows inside of functions, methods' modules and tests, and macros that write them.

use lightflow::prelude::*;

macro_rules! scaler {
    ($name:ident, $factor:expr) => {
        /// Scales a width.
        #[node]
        fn $name(width: u32) -> u32 {
            width * $factor
        }
    };
}

scaler!(double, 2);
scaler!(triple, 3);

fn inside() {
    #[node]
    fn half(width: u32) -> u32 {
        width / 2
    }

    #[workflow]
    fn halved(width: u32) -> u32 {
        half(double(triple(width)))
    }

    let _ = halved { width: 8 };
}

fn main() {
    inside();
}
