//! The nodes of all graphs, and what hand-written code calls too.

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lightflow::prelude::*;

/// As little as a step can do and still depend on its input.
#[node]
pub fn step(x: u64) -> u64 {
    x.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 1
}

/// The same, and ready when it is first polled.
#[node]
pub async fn step_async(x: u64) -> u64 {
    step(x)
}

/// Three inputs, one output.
#[node]
pub fn mix(a: u64, b: u64, c: u64) -> u64 {
    a ^ b.rotate_left(7) ^ c.rotate_left(31)
}

/// The same, and ready when it is first polled.
#[node]
pub async fn mix_async(a: u64, b: u64, c: u64) -> u64 {
    mix(a, b, c)
}

/// Where branches meet.
#[node]
pub fn total(values: &[u64]) -> u64 {
    values.iter().fold(0, |sum, value| sum.wrapping_add(*value))
}

/// The list that a `for` goes over.
#[node]
pub fn spread(x: u64, count: usize) -> Vec<u64> {
    (0..count as u64).map(|index| x.wrapping_add(index)).collect()
}

/// Waits, as a request to another machine does.
#[node]
pub async fn sleep_5_ms(x: u64) -> u64 {
    tokio::time::sleep(Duration::from_millis(5)).await;
    x
}

/// The first item takes long, as one slow request among many does.
#[node]
pub async fn slow_first(x: u64) -> u64 {
    if x == 0 {
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    step(x)
}

/// About a millisecond of work. A count and not a time: on a busy machine the work stays the same.
#[node]
pub fn burn(x: u64) -> u64 {
    (0..1_000_000).fold(x, |x, _| black_box(step(x)))
}

/// 64 KiB that count how often they are copied.
#[derive(Port, Debug)]
#[port(handle)]
pub struct Payload {
    bytes: Vec<u8>,
}

pub static COPIES: AtomicUsize = AtomicUsize::new(0);

/// Buffers nobody uses. An allocator gives memory of this size back to the system now and then, and the page faults
/// that follow are four times the work of a step: whichever side they hit would seem slow.
static SPARE: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());

impl Payload {
    fn of(bytes: impl Iterator<Item = u8>) -> Self {
        let spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut buffer = spare.unwrap_or_default();
        buffer.extend(bytes);
        Self { bytes: buffer }
    }
}

impl Drop for Payload {
    fn drop(&mut self) {
        self.bytes.clear();
        SPARE.lock().unwrap_or_else(PoisonError::into_inner).push(std::mem::take(&mut self.bytes));
    }
}

impl Clone for Payload {
    fn clone(&self) -> Self {
        COPIES.fetch_add(1, Ordering::Relaxed);
        Self::of(self.bytes.iter().copied())
    }
}

/// Makes the first payload.
#[node]
pub fn payload(x: u64) -> Payload {
    Payload::of(std::iter::repeat_n(x as u8, 64 * 1024))
}

/// One payload from one.
#[node]
pub fn shift(from: &Payload, by: u64) -> Payload {
    Payload::of(from.bytes.iter().map(|byte| byte.wrapping_add(by as u8)))
}

/// One payload from two.
#[node]
pub fn blend(left: &Payload, right: &Payload) -> Payload {
    Payload::of(left.bytes.iter().zip(&right.bytes).map(|(left, right)| left ^ right))
}

/// Looks at all of a payload.
#[node]
pub fn weigh(payload: &Payload) -> u64 {
    payload.bytes.iter().map(|byte| u64::from(*byte)).sum()
}
