//! Macros with the names of the standard library's.

#![allow(missing_docs, reason = "nobody reads these")]

use lightflow::prelude::*;

macro_rules! taken {
    ($($name:ident)*) => {
        $(
            #[allow(unused_macros)]
            macro_rules! $name {
                () => { compile_error!("not the macro that was meant") };
            }
        )*
    };
}

taken! { concat env file line vec format unreachable panic assert matches stringify include_str }

#[node(retry = 1)]
fn double(#[port(default = 4, range = 1..=8)] count: u32) -> Result<u32, String> {
    Ok(count * 2)
}

#[derive(Port, Clone, Debug)]
pub enum Parity {
    Even,
    Odd,
}

#[workflow]
fn counted(counts: Vec<u32>, parity: Parity) -> Vec<u32> {
    let doubled = for count in counts {
        double(count)
    };
    match parity {
        Parity::Even => doubled,
        Parity::Odd => {
            for count in doubled {
                double { count, .. }
            }
        }
    }
}

fn main() {}
