//! Spans as a collector shows them: named by workflow and step, and with a status where they failed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use opentelemetry::trace::Status;
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SpanData, SpanExporter as Export};

/// Sends spans on, and counts those that were not taken.
#[derive(Debug)]
pub(super) struct Named {
    exporter: SpanExporter,
    lost: Arc<AtomicU64>,
}

impl Named {
    pub fn new(exporter: SpanExporter, lost: Arc<AtomicU64>) -> Self {
        Self { exporter, lost }
    }
}

impl Export for Named {
    async fn export(&self, mut batch: Vec<SpanData>) -> OTelSdkResult {
        batch.iter_mut().for_each(name);
        let count = batch.len() as u64;
        let sent = self.exporter.export(batch).await;
        if sent.is_err() {
            self.lost.fetch_add(count, Ordering::Relaxed);
        }
        sent
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}

fn name(span: &mut SpanData) {
    let attribute = |name: &str| {
        let found = span.attributes.iter().find(|attribute| attribute.key.as_str() == name);
        found.map(|attribute| attribute.value.to_string())
    };
    let named = match &*span.name {
        "run" => attribute("workflow"),
        "step" => attribute("step").map(|path| path.rsplit('/').next().unwrap_or_default().to_owned()),
        _ => return,
    };
    let error = attribute("error");
    // Where in the engine a span is made says nothing of the step.
    span.attributes.retain(|attribute| !attribute.key.as_str().starts_with("code."));
    if let Some(named) = named {
        span.name = named.into();
    }
    if let Some(error) = error {
        span.status = Status::error(error);
    }
}
