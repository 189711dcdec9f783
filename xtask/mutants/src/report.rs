//! What became of the mutants, in figures.

use std::collections::BTreeMap;

use crate::check::Verdict;
use crate::edits::Mutant;

/// At least so many mutants.
const MUTANTS: usize = 300;
/// Errors that touch the mutated token, in percent.
const TOUCHED: usize = 95;

/// Prints a line for each kind, and those that slipped through; whether all aims are met.
pub fn print(mutants: &[Mutant], verdicts: &[Verdict]) -> bool {
    let mut kinds: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let mut slipped = Vec::new();
    for (mutant, verdict) in mutants.iter().zip(verdicts) {
        let [count, refused, touched, alone] = kinds.entry(mutant.kind).or_default();
        *count += 1;
        if verdict.errors.is_empty() {
            slipped.push(mutant);
            continue;
        }
        *refused += 1;
        let touches = |(at, _): &(std::ops::Range<usize>, String)| {
            at.start <= mutant.at.end && mutant.at.start <= at.end
        };
        if verdict.errors.iter().any(touches) {
            *touched += 1;
        } else {
            let (at, text) = &verdict.errors[0];
            println!("elsewhere: {} ({}): {:?}, not {:?}: {text}", mutant.kind, mutant.what, at, mutant.at);
        }
        *alone += usize::from(verdict.errors.len() == 1);
    }
    for mutant in &slipped {
        println!("slipped through: {} {} ({})", mutant.example, mutant.kind, mutant.what);
    }
    println!("\n{:<28}{:>8}{:>10}{:>12}{:>12}", "mutants", "made", "by rustc", "at token", "one error");
    let mut all = [0; 4];
    for (kind, counts) in &kinds {
        row(kind, counts);
        all.iter_mut().zip(counts).for_each(|(all, count)| *all += count);
    }
    row("all", &all);
    let [count, refused, touched, _] = all;
    let met = count >= MUTANTS && refused == count && touched * 100 >= count * TOUCHED;
    println!(
        "\naim: {MUTANTS} mutants, all refused before a step, {TOUCHED} % at the token: {}",
        if met { "ok" } else { "MISSED" }
    );
    met
}

fn row(kind: &str, [count, refused, touched, alone]: &[usize; 4]) {
    println!("{kind:<28}{count:>8}{refused:>10}{touched:>12}{alone:>12}");
}
