//! The workflow that is killed: groups, a `for`, sync and `async` nodes, files, tries and a volatile step.

use std::collections::HashSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use lightflow::prelude::*;

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// Where nodes write down that they start.
pub static STARTS: OnceLock<PathBuf> = OnceLock::new();

/// One line in one write at the end of the file: a kill leaves it out or leaves it whole.
fn starts(ctx: &Ctx) {
    let path = STARTS.get().expect("it is set before the run");
    let mut file =
        fs::File::options().append(true).create(true).open(path).expect("the list of starts opens");
    let line = format!("{} {}\n", std::process::id(), ctx.step());
    file.write_all(line.as_bytes()).expect("the list of starts can be written");
}

/// Bytes that nobody would guess, the same for the same seed.
fn noise(seed: u64, len: usize) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    (0..len).map(|_| random.u8(..)).collect()
}

fn sum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)))
}

#[node]
fn spread(seed: u64, count: usize, ctx: &Ctx) -> Vec<u64> {
    starts(ctx);
    (0..count as u64).map(|item| seed.wrapping_add(item)).collect()
}

/// Large enough for a file of its own in the store.
#[node]
fn expose(seed: u64, ctx: &Ctx) -> Bytes {
    starts(ctx);
    noise(seed, 20_000).into()
}

/// Small enough for the database.
#[node]
fn shrink(plate: &Bytes, ctx: &Ctx) -> Bytes {
    starts(ctx);
    Bytes::from(plate.iter().step_by(40).copied().collect::<Vec<u8>>())
}

#[node]
async fn rate(small: &Bytes, ctx: &Ctx) -> u64 {
    starts(ctx);
    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    sum(small)
}

/// Writes a file, and gives its path.
#[node]
fn print(plate: Bytes, rating: u64, seed: u64, ctx: &Ctx) -> Result<PathBuf, Failed> {
    starts(ctx);
    let path = ctx.output_path(format!("pages/{seed}.bin"))?;
    fs::write(&path, [&rating.to_le_bytes()[..], &plate].concat())?;
    ctx.artifact(path.clone());
    Ok(path)
}

/// Reads a file that another step wrote.
#[node]
fn weigh(file: &Path, ctx: &Ctx) -> Result<u64, Failed> {
    starts(ctx);
    Ok(sum(&fs::read(file)?))
}

#[composition]
fn page(seed: u64) -> u64 {
    let plate = expose(seed);
    let small = shrink(&plate);
    let rating = rate(&small);
    let file = print(plate, rating, seed);
    weigh(&file)
}

/// Fails once in every process.
#[node(retry = 2)]
fn post(seed: u64, ctx: &Ctx) -> Result<u64, String> {
    static TRIED: Mutex<Option<HashSet<u64>>> = Mutex::new(None);
    starts(ctx);
    let mut tried = TRIED.lock().unwrap_or_else(PoisonError::into_inner);
    if tried.get_or_insert_default().insert(seed) {
        return Err("the line is busy".into());
    }
    Ok(seed ^ 0xFF)
}

/// Another number in every run.
#[node(volatile)]
fn draw(ctx: &Ctx) -> u64 {
    starts(ctx);
    fastrand::u64(..)
}

#[node]
fn sign(number: u64, ctx: &Ctx) -> u64 {
    starts(ctx);
    !number
}

/// Whether a signature is of this number: both are from one draw, also if the run was killed between them.
#[node]
fn matches(number: u64, signature: u64, ctx: &Ctx) -> bool {
    starts(ctx);
    number == !signature
}

/// Two files in one step.
#[node]
async fn bind(weights: Vec<u64>, title: &str, ctx: &Ctx) -> Result<String, Failed> {
    starts(ctx);
    let mut text = String::from(title);
    for (name, upper) in [("index.txt", false), ("cover.txt", true)] {
        text = format!("{title}: {weights:?}");
        let path = ctx.output_path(name)?;
        fs::write(&path, if upper { text.to_uppercase() } else { text.clone() })?;
        ctx.artifact(path);
    }
    Ok(text)
}

#[node]
fn join(parts: &[u64], ctx: &Ctx) -> u64 {
    starts(ctx);
    parts.iter().fold(0, |all, part| all.rotate_left(7) ^ part)
}

#[composition]
fn certificate(seed: u64) -> bool {
    let number = draw();
    let signature = sign(number.wrapping_add(seed).wrapping_sub(seed));
    matches(number, signature)
}

/// A printed album: its index, a number for all that is in it, and whether its certificate is in order.
#[workflow]
pub fn album(title: String, seed: u64, count: usize) -> (String, u64, bool) {
    let seeds = spread(seed, count);
    let receipt = post(seed);
    let genuine = certificate(seed);
    let weights = for seed in &seeds {
        page(*seed)
    };
    let proofs = for seed in seeds {
        // Other plates than those of the pages: steps that share a key may or may not be run twice.
        rate(&shrink(&expose(seed.wrapping_add(1_000))))
    };
    let index = bind(weights, &title);
    let total = join(&proofs);
    let checked = join(&[total, receipt]);
    (index, checked, genuine)
}
