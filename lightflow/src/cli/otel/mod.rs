//! Spans of runs and steps to a collector of [OpenTelemetry](https://opentelemetry.io/docs/specs/otlp/), over HTTP.
//!
//! The environment says where it is, after the [specification](https://opentelemetry.io/docs/specs/otel/protocol/exporter/):
//! `OTEL_EXPORTER_OTLP_ENDPOINT`, or `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` with the whole path. Without one nothing is set up.
//! Spans go out in the background while a run goes on; a collector that is away costs the run nothing, and its end at
//! most [`PATIENCE`].

mod client;
mod named;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{RetryPolicy, SpanExporter, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{BatchConfigBuilder, BatchSpanProcessor, SdkTracerProvider};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};

use super::io::Io;
use client::Client;
use named::Named;

/// How long the end of a run waits for the last spans to be taken.
const PATIENCE: Duration = Duration::from_secs(3);

/// The same when somebody cancelled the run, and may want to go.
const HURRY: Duration = Duration::from_millis(500);

/// So many spans wait to be taken; further ones are lost. The usual 2,048 are fewer than a quick `for` has in a second.
const QUEUE: usize = 65_536;

/// Spans that are being sent.
pub(super) struct Exporting {
    provider: SdkTracerProvider,
    /// Spans that the collector did not take.
    lost: Arc<AtomicU64>,
}

/// Begins to send spans, if the environment says where to. A process does so once, and not if its program has a
/// subscriber of its own.
pub(super) fn begin(io: &mut Io) -> Option<Exporting> {
    let endpoint = endpoint(|name| std::env::var(name).ok())?;
    let lost = Arc::new(AtomicU64::new(0));
    let provider = match provider(&endpoint, lost.clone()) {
        Ok(provider) => provider,
        Err(error) => {
            warn(io, &format!("no spans go to `{endpoint}`: {error}"));
            return None;
        }
    };
    let layer = tracing_opentelemetry::layer()
        .with_tracer(provider.tracer("lightflow"))
        .with_filter(LevelFilter::INFO);
    let subscriber = tracing_subscriber::registry().with(layer);
    tracing::subscriber::set_global_default(subscriber).ok()?;
    Some(Exporting { provider, lost })
}

/// Where spans go to, if anywhere.
fn endpoint(variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    if set("OTEL_SDK_DISABLED").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        return None;
    }
    set("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT").or_else(|| set("OTEL_EXPORTER_OTLP_ENDPOINT"))
}

fn provider(endpoint: &str, lost: Arc<AtomicU64>) -> Result<SdkTracerProvider, String> {
    if !endpoint.starts_with("http://") {
        return Err("this program speaks plain HTTP only; name a collector that begins with `http://`".into());
    }
    // The endpoint, headers and the rest are read from the environment there.
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(Client::new())
        .with_retry_policy(RetryPolicy::recommended().with_max_retries(1))
        .build()
        .map_err(|error| error.to_string())?;
    let mut batches = BatchConfigBuilder::default();
    if std::env::var_os("OTEL_BSP_MAX_QUEUE_SIZE").is_none() {
        batches = batches.with_max_queue_size(QUEUE);
    }
    let processor =
        BatchSpanProcessor::builder(Named::new(exporter, lost)).with_batch_config(batches.build()).build();
    let mut resource = Resource::builder();
    if std::env::var_os("OTEL_SERVICE_NAME").is_none() {
        resource = resource.with_service_name(crate::runs::program());
    }
    Ok(SdkTracerProvider::builder().with_span_processor(processor).with_resource(resource.build()).build())
}

impl Exporting {
    /// Sends what is left, and says so if spans were lost.
    pub fn end(self, is_cancelled: bool, io: &mut Io) {
        let ended = self.provider.shutdown_with_timeout(if is_cancelled { HURRY } else { PATIENCE });
        let lost = self.lost.load(Ordering::Relaxed);
        if lost > 0 {
            warn(io, &format!("the collector of traces did not take {lost} spans"));
        } else if let Err(error) = ended {
            warn(io, &format!("the collector of traces did not take all spans: {error}"));
        }
    }
}

fn warn(io: &mut Io, message: &str) {
    let paint = io.err_paint();
    io.note(&format!("{} {message}", paint.red("warning:")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_says_where_spans_go() {
        let at = |set: &[(&str, &str)]| {
            endpoint(|name| set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned()))
        };
        let general = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://a:4318");
        let traces = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://b/v1/traces");
        assert_eq!(at(&[general]).as_deref(), Some("http://a:4318"));
        assert_eq!(at(&[general, traces]).as_deref(), Some("http://b/v1/traces"));
        assert_eq!(at(&[general, ("OTEL_SDK_DISABLED", "true")]), None);
        assert_eq!(at(&[("OTEL_EXPORTER_OTLP_ENDPOINT", "")]), None);
    }
}
