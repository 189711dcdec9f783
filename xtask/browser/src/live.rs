//! What a step shows while it works: a text that grows, and the last picture of what it makes.
//!
//! Another process runs here, one that writes just what the walk wants to see.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use lightflow_store::{Ending, RunRequest, Store, StoreError};
use serde_json::json;

use crate::page::Page;
use crate::report::Report;
use crate::screens::Screens;

const STEP: &str = "sheet";
const TEXT: &str = "document.querySelector('.live-text').textContent";

/// A picture of one point, where no photo is small enough.
const POINT: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
/// As large as a preview may be.
const MOST: usize = 96 << 10;

pub fn walk(
    page: &Page,
    address: &str,
    store: &Path,
    photos: &[PathBuf],
    screens: &mut Screens<'_>,
    report: &mut Report,
) -> Result<(), String> {
    let failed = |error: StoreError| error.to_string();
    let store = Store::open(store).map_err(failed)?;
    let run = store.create(RunRequest::new("studio/product_photos", json!({}))).map_err(failed)?;
    let token = |text: &str| json!({ "time_ms": 3, "event": "token", "step": STEP, "text": text });
    let preview = preview(photos);
    run.append(&[
        json!({ "time_ms": 1, "event": "run_started" }),
        json!({ "time_ms": 2, "event": "step_started", "step": STEP, "calls": "lightflow_std/contact_sheet" }),
        token("Once upon a time"),
        preview,
    ])
    .map_err(failed)?;
    page.session.go(&format!("{address}/#/runs/{}", run.id()))?;
    page.press("Steps")?;
    page.click(&format!("//tr[@data-step='{STEP}']//button"))?;
    let early = page.until("the text", &format!("{TEXT} === 'Once upon a time' && {TEXT}"))?;
    report.check("a text is seen while it grows", true, early.as_str().unwrap_or_default());
    page.until("the picture", "document.querySelector('.live-picture').naturalWidth > 0")?;
    report.check("a picture of what is being made is seen", true, "");
    run.append(&[token(", a run had"), token(" 500 steps.")]).map_err(failed)?;
    let whole = "Once upon a time, a run had 500 steps.";
    let grown = page.until_soon(&format!("{TEXT} === '{whole}'"))?;
    report.check("the text goes on without a gap or a double", grown, &page.text(TEXT)?);
    screens.take("run-step-live", report)?;
    run.append(&[json!({ "time_ms": 9, "event": "run_finished" })]).map_err(failed)?;
    run.finish(Ending::Finished, None, None).map_err(failed)
}

fn preview(photos: &[PathBuf]) -> serde_json::Value {
    let jpegs = photos.iter().filter(|path| path.extension().is_some_and(|kind| kind == "jpg"));
    let mut small = jpegs.filter_map(|path| std::fs::read(path).ok().filter(|bytes| bytes.len() <= MOST));
    let (media_type, data) = match small.next() {
        Some(bytes) => ("image/jpeg", BASE64_STANDARD.encode(bytes)),
        None => ("image/png", POINT.to_owned()),
    };
    json!({ "time_ms": 4, "event": "preview", "step": STEP, "media_type": media_type, "data": data })
}
