//! A `for` in a `for` at the same place of its body: what stands for them has names of its own.

use lightflow::prelude::*;

#[node]
fn row(of: u32) -> Vec<u32> {
    (0..of).collect()
}

#[node]
fn double(x: u32) -> u32 {
    x * 2
}

#[workflow]
fn table(rows: Vec<u32>) -> Vec<Vec<u32>> {
    for of in rows {
        let cells = row(of);
        for cell in cells {
            let cell = double(cell);
            double(cell)
        }
    }
}

#[workflow]
fn first_steps(rows: Vec<Vec<u32>>) -> Vec<Vec<u32>> {
    for cells in rows {
        for cell in cells {
            double(cell)
        }
    }
}

fn main() {}
