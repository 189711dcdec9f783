//! A pause.

use std::time::Duration;

use lightflow::prelude::*;
use serde_json::Value;

/// A day.
const LONGEST: Duration = Duration::from_secs(86_400);

/// Waits, and passes the value on: so that a service is not asked too fast, or to try out how a workflow behaves.
///
/// ```
/// use lightflow::prelude::*;
/// use lightflow_std::data::delay::delay;
/// use serde_json::{Value, json};
///
/// /// Gives a value a little later.
/// #[workflow]
/// fn later(value: Value) -> Value {
///     delay(value, 0.01)
/// }
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// assert_eq!(Engine::new().run(later { value: json!(1) }).await.unwrap(), json!(1));
/// # });
/// ```
#[node(volatile)]
pub async fn delay(
    /// Any value.
    #[port(default = Value::Null)]
    value: Value,
    /// How long; up to a day.
    #[port(range = 0.0..=86400.0, unit = "s")]
    seconds: f64,
) -> Value {
    // A plain call has no contract: what is no time is none.
    let pause = Duration::try_from_secs_f64(seconds).unwrap_or_default().min(LONGEST);
    tokio::time::sleep(pause).await;
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_waits_and_passes_on() {
        let begin = tokio::time::Instant::now();
        assert_eq!(delay(1.into(), 60.0).await, 1);
        assert_eq!(begin.elapsed().as_secs(), 60);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_no_time_is_no_pause() {
        let begin = tokio::time::Instant::now();
        for seconds in [-1.0, f64::NAN, f64::NEG_INFINITY] {
            delay(Value::Null, seconds).await;
        }
        assert_eq!(begin.elapsed().as_secs(), 0);
    }
}
