//! The way through the page: upload, run, watch, compare, judge, run again, tell the two runs apart.

use std::path::PathBuf;

use serde_json::Value;

use crate::page::{ESCAPE, Page, RIGHT, named};
use crate::report::Report;
use crate::screens::Screens;

const PREVIEW: &str = "document.getElementById('preview').textContent";
const NOTE: &str = "the light is even";
const MARGIN: &str = "0.3";

/// What the form is filled in with, so that the run is quick.
const FIELDS: [(&str, &str); 2] = [("Side", "400"), ("Sizes", "400")];
/// The plan of a run that is over is drawn, and coloured.
const DRAWN: &str = "document.querySelectorAll('.plan [data-state=finished]').length";
const FORMAT: &str = "png";

/// Collects the states that each box of a plan goes through; a box that has none yet waits.
const WATCH: &str = "
    const states = window.statesOfBoxes = {};
    new MutationObserver((changes) => {
      if (!location.hash.startsWith('#/runs/')) return;
      for (const { target, oldValue } of changes) {
        const told = (states[target.dataset.step] ??= []);
        for (const state of [oldValue ?? 'waiting', target.dataset.state ?? 'waiting']) {
          if (told.at(-1) !== state) told.push(state);
        }
      }
    }).observe(document, { subtree: true, attributeFilter: ['data-state'], attributeOldValue: true });
    arguments[0]();";

pub fn walk(
    page: &Page,
    address: &str,
    photos: &[PathBuf],
    screens: &mut Screens<'_>,
    report: &mut Report,
) -> Result<(), String> {
    page.session.go(&format!("{address}/"))?;
    page.find("//h1[.='Workflows']")?;
    screens.take("workflows", report)?;
    page.press("product photos")?;
    let folder = fill_in(page, photos, report)?;
    page.now("scrollTo(0, 0)")?;
    screens.take("form", report)?;

    page.session.script(WATCH, &[])?;
    page.press("Run")?;
    page.find("//h1[.='product photos']/..//*[normalize-space(.)='Run again with changes']")?;
    screens.take("run-live", report)?;
    end(page, "the first run", report)?;
    went_through(page, report)?;
    tab_of(page, "Plan")?;
    screens.take_anew("run-plan", DRAWN, report)?;
    for tab in ["Steps", "Log", "Inputs"] {
        tab_of(page, tab)?;
        screens.take(&format!("run-{}", tab.to_lowercase()), report)?;
    }

    let names = results(page, photos, report)?;
    screens.take("run-results", report)?;
    let [one, other, ..] = names.as_slice() else {
        return Err("there are no two pictures to compare".into());
    };
    compare(page, one, other, screens, report)?;
    judge(page, one, screens, report)?;
    again(page, &folder, screens, report)?;
    tell_apart(page, screens, report)
}

/// Uploads the photos and fills in the form; gives the folder that the form has then.
fn fill_in(page: &Page, photos: &[PathBuf], report: &mut Report) -> Result<String, String> {
    if !photos.is_empty() {
        let paths: Vec<String> = photos.iter().map(|photo| photo.to_string_lossy().into_owned()).collect();
        page.keys("//input[@type='file' and @aria-label='folder: files to upload']", &paths.join("\n"))?;
        let listed = format!("document.querySelectorAll('.drop-list li').length === {}", photos.len());
        let there = "document.querySelectorAll('.drop-list progress').length === 0";
        page.until("the uploads", &format!("{listed} && {there}"))?;
        page.until(
            "the folder of the uploads",
            "document.querySelector('.kind-folder input[type=text]').value",
        )?;
    }
    for (label, value) in FIELDS {
        page.fill(label, value)?;
    }
    for format in formats(page)? {
        if format != FORMAT {
            page.click(&format!("//*[@role='group']//label[normalize-space(.)='{format}']"))?;
        }
    }
    let folder = page.value("Folder")?;
    if !photos.is_empty() {
        report.check(
            "photos are uploaded through the form",
            !folder.is_empty(),
            &format!("{} photos", photos.len()),
        );
    }
    page.until("the preview", &format!("/would run/.test({PREVIEW})"))?;
    report.check("the form says what would run", true, &page.text(PREVIEW)?);
    Ok(folder)
}

/// The formats that are ticked.
fn formats(page: &Page) -> Result<Vec<String>, String> {
    page.find("//*[@role='group']//span[.='Formats']")?;
    let ticked = "[...document.querySelectorAll('[role=group]')]
        .find((group) => group.querySelector('.field-name')?.textContent === 'Formats')
        .querySelectorAll('input:checked')";
    Ok(strings(&page.now(&format!("[...{ticked}].map((box) => box.parentElement.textContent)"))?))
}

/// Waits until the run is over.
fn end(page: &Page, which: &str, report: &mut Report) -> Result<(), String> {
    let status = "document.querySelector('main [data-status]').dataset.status";
    let over = page.until(
        &format!("the end of {which}"),
        &format!("!['created', 'running'].includes({status}) && {status}"),
    )?;
    let counts = page.text("document.querySelector('.run-counts').textContent")?;
    let seen = format!("{}; {}", over.as_str().unwrap_or_default(), counts.trim_start_matches("· "));
    report.check(&format!("{which} finishes"), over == "finished", &seen);
    Ok(())
}

/// Whether boxes of the plan were seen to wait, to run and to be finished.
fn went_through(page: &Page, report: &mut Report) -> Result<(), String> {
    let states = page.now("window.statesOfBoxes")?;
    let boxes = states.as_object().ok_or("no box of the plan changed")?;
    let ways: Vec<Vec<String>> = boxes.values().map(strings).collect();
    let with = |state: &str| ways.iter().filter(|way| way.iter().any(|one| one == state)).count();
    let whole = ways.iter().filter(|way| {
        ["waiting", "running", "finished"].iter().all(|state| way.iter().any(|one| one == state))
    });
    let whole = whole.count();
    let seen = format!(
        "{} boxes, {} seen running, {} finished, {whole} all the way",
        ways.len(),
        with("running"),
        with("finished")
    );
    report.check("boxes of the plan wait, run and finish", whole > 1, &seen);
    let left = page.now("[...document.querySelectorAll('.plan [data-step]')].filter((box) => !['finished', 'known'].includes(box.dataset.state)).map((box) => box.dataset.step)")?;
    // The arm that was not taken stays as it was.
    let left = strings(&left);
    let unfinished: Vec<&String> =
        left.iter().filter(|step| ways_of(boxes, step).contains(&"running".to_owned())).collect();
    report.check(
        "no box is left running",
        unfinished.is_empty(),
        &format!("{unfinished:?} left").replace("[] left", ""),
    );
    Ok(())
}

fn ways_of(boxes: &serde_json::Map<String, Value>, step: &str) -> Vec<String> {
    boxes.get(step).map(strings).unwrap_or_default()
}

fn tab_of(page: &Page, name: &str) -> Result<(), String> {
    page.click(&format!("//*[@role='tab'][starts-with(normalize-space(.), '{name}')]"))?;
    page.until(
        name,
        &format!("document.querySelector('[role=tab][aria-selected=true]').textContent.startsWith('{name}')"),
    )?;
    Ok(())
}

/// Looks at what the run made; gives the names of the pictures, without that of the contact sheet.
fn results(page: &Page, photos: &[PathBuf], report: &mut Report) -> Result<Vec<String>, String> {
    tab_of(page, "Results")?;
    // Pictures that were never in sight are not loaded; one that fails is taken out.
    let loaded = page.until(
        "the thumbnails",
        "(() => {
            const all = [...document.querySelectorAll('.gallery img')];
            const missing = all.find((image) => !(image.complete && image.naturalWidth > 0));
            missing?.scrollIntoView();
            return !missing && all.length;
        })()",
    )?;
    let links = page.now("[...document.querySelectorAll('.gallery [aria-label^=\"Open \"]')].map((link) => link.getAttribute('aria-label').slice(5))")?;
    let names = strings(&links);
    let all = if photos.is_empty() { names.len() > 2 } else { names.len() == photos.len() + 1 };
    let whole = loaded.as_u64() == u64::try_from(names.len()).ok();
    report.check(
        "each result has a thumbnail that is loaded",
        all && whole,
        &format!("{loaded} of {}", names.len()),
    );
    page.now("scrollTo(0, 0)")?;
    Ok(names.into_iter().filter(|name| !name.contains("contact-sheet")).collect())
}

fn compare(
    page: &Page,
    one: &str,
    other: &str,
    screens: &mut Screens<'_>,
    report: &mut Report,
) -> Result<(), String> {
    page.press(&format!("Compare {one}"))?;
    page.press(&format!("Compare {other}"))?;
    page.press("Compare")?;
    let slider = "//input[@type='range' and starts-with(@aria-label, 'How much of A')]";
    page.find(slider)?;
    let both = "[...document.querySelectorAll('.compare img')].filter((image) => image.naturalWidth > 0).length === 2";
    page.until("both pictures", both)?;
    let cut = "[...document.querySelectorAll('.compare .layer')].map((layer) => layer.style.clipPath).find(Boolean)";
    let before = page.text(cut)?;
    page.keys(slider, &RIGHT.repeat(5))?;
    let after = page.text(cut)?;
    let met = before.contains("50%") && after.contains("55%");
    report.check("arrow keys move the line between A and B", met, &format!("{before} to {after}"));
    screens.take("compare", report)?;
    page.now("history.back()").map(drop)
}

fn judge(page: &Page, name: &str, screens: &mut Screens<'_>, report: &mut Report) -> Result<(), String> {
    page.press(&format!("Open {name}"))?;
    page.until("the picture", "document.querySelector('dialog[open] img').naturalWidth > 0")?;
    page.fill("Note", NOTE)?;
    page.press("Pick")?;
    page.until("the pick", "document.querySelector('dialog[open] .pick[aria-pressed=true]') !== null")?;
    screens.take("picture", report)?;
    page.keys("//label[.='Note']/following-sibling::input", ESCAPE)?;
    page.until("the gallery", "document.querySelector('dialog[open]') === null")?;
    let card = format!("{}[@aria-pressed='true']/ancestor::li", named(&format!("Pick {name}")));
    page.find(&format!("{card}//*[.='{NOTE}']"))?;
    report.check("a picture that was picked is marked, with the note", true, name);
    screens.take("picked", report)
}

/// Runs again with another margin: what does not depend on it is known.
fn again(page: &Page, folder: &str, screens: &mut Screens<'_>, report: &mut Report) -> Result<(), String> {
    page.press("Run again with changes")?;
    page.until("the preview of the same", &format!("/^All .* known/.test({PREVIEW})"))?;
    report.check("the same again has nothing to run", true, &page.text(PREVIEW)?);
    let mut met = formats(page)? == [FORMAT];
    let mut seen = vec![format!("formats {}", formats(page)?.join(" "))];
    for (label, before) in FIELDS.into_iter().chain([("Folder", folder)]) {
        let value = page.value(label)?;
        // An upload is kept by its digest: as what was given, or as the folder that a run found it in.
        met &= value.ends_with(before.trim_start_matches("upload:"));
        seen.push(format!("{} {value}", label.to_lowercase()));
    }
    report.check("\"Run again with changes\" has the same inputs", met, &seen.join(", "));
    page.fill("Margin", MARGIN)?;
    page.until(
        "the preview with another margin",
        &format!("/^[1-9]\\d* steps? known, [1-9]\\d* would run/.test({PREVIEW})"),
    )?;
    report.check("with another margin some steps are known", true, &page.text(PREVIEW)?);
    page.now("scrollTo(0, 0)")?;
    screens.take("again", report)?;
    page.press("Run")?;
    page.find(&named("Run again with changes"))?;
    end(page, "the second run", report)?;
    tab_of(page, "Plan")?;
    let known = page.until("known steps", "document.querySelectorAll('.plan [data-state=known]').length")?;
    let counts = page.text("document.querySelector('.run-counts').textContent")?;
    report.check(
        "the second run shows steps that were known",
        counts.contains(" known"),
        &format!("{known} boxes"),
    );
    screens.take_anew("again-plan", DRAWN, report)
}

fn tell_apart(page: &Page, screens: &mut Screens<'_>, report: &mut Report) -> Result<(), String> {
    page.press("Runs")?;
    let rows = page.until("the list of runs", "document.querySelectorAll('tr[data-run]').length")?;
    report.check("the list of runs has both", rows == 2, &format!("{rows} runs"));
    // The newer one is the first.
    for row in [2, 1] {
        page.click(&format!("(//tr[@data-run])[{row}]//input"))?;
    }
    screens.take("runs", report)?;
    page.press("Compare these two")?;
    page.find("//h1[.='Two runs']")?;
    let differ = strings(&page.now("[...document.querySelectorAll('tr.differs')].map((row) => [...row.cells].map((cell) => cell.textContent).join(' '))")?);
    let met = differ.len() == 1 && differ[0].starts_with("margin ") && differ[0].ends_with(MARGIN);
    report.check("the runs differ in `margin` alone", met, &differ.join("; "));
    screens.take("diff", report)
}

fn strings(list: &Value) -> Vec<String> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|one| one.as_str().map(|one| one.trim().to_owned())).collect()
}
