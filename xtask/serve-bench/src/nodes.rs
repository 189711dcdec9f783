//! What is run: next to nothing, so that what is measured is the server.

use lightflow::prelude::*;
use tokio::sync::Semaphore;
use tokio::time::{Duration, sleep};

/// Steps that are held go on when the load generator opens it.
pub static GATE: Semaphore = Semaphore::const_new(0);

/// One cheap step.
#[node]
pub fn step(x: u64) -> u64 {
    x.rotate_left(7).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (x >> 3)
}

/// Waits until it may go on.
#[node]
pub async fn hold(name: String) -> String {
    // It is never closed.
    if let Ok(permit) = GATE.acquire().await {
        permit.forget();
    }
    name
}

/// Says so many things, with so long a rest after each sixteen.
#[node]
pub async fn say(name: String, count: u32, rest_us: u64, ctx: &Ctx) -> String {
    for number in 0..count {
        ctx.log(format!("{number} of {count}"));
        if number % 16 == 15 {
            match rest_us {
                0 => tokio::task::yield_now().await,
                rest => sleep(Duration::from_micros(rest)).await,
            }
        }
    }
    name
}

/// What a service runs for a request.
#[workflow]
pub fn three_steps(x: u64) -> u64 {
    let a = step(x);
    let b = step(a);
    step(b)
}

/// The same by hand.
pub fn by_hand(x: u64) -> u64 {
    step(step(step(x)))
}

/// Waits until it may go on.
#[workflow]
pub fn held(name: String) -> String {
    hold(name)
}

/// Waits, and talks then.
#[workflow]
pub fn talk(name: String, count: u32, rest_us: u64) -> String {
    let ready = hold(name);
    say(ready, count, rest_us)
}
