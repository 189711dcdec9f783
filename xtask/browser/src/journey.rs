//! The way through the page: upload, run, watch, compare, judge, run again, tell the two runs apart.

use std::path::PathBuf;

use serde_json::Value;

use crate::gallery::{compare, judge, results};
use crate::page::{Page, named};
use crate::report::Report;
use crate::screens::Screens;
use crate::{layout, step, uploads};

const PREVIEW: &str = "document.getElementById('preview').textContent";
const MARGIN: &str = "0.3";

/// What the form is filled in with, so that the run is quick.
const FIELDS: [(&str, &str); 2] = [("Side", "400"), ("Sizes", "400")];
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
    let folder = uploads::fill_in(page, photos, report)?;
    set(page)?;
    page.until("the preview", &format!("/would run/.test({PREVIEW})"))?;
    report.check("the form says what would run", true, &page.text(PREVIEW)?);
    page.now("scrollTo(0, 0)")?;
    screens.take("form", report)?;
    step::of_a_workflow(page, screens, report)?;

    page.session.script(WATCH, &[])?;
    page.press("Run")?;
    page.find("//h1[.='product photos']/..//*[normalize-space(.)='Run again with changes']")?;
    screens.take("run-live", report)?;
    end(page, "the first run", report)?;
    went_through(page, report)?;
    tab_of(page, "Plan")?;
    page.now("scrollTo(0, 0)")?;
    screens.take("run-plan", report)?;
    layout::plan(page, screens, report)?;
    step::of_a_run(page, screens, report)?;
    for tab in ["Steps", "Log", "Inputs"] {
        tab_of(page, tab)?;
        screens.take(&format!("run-{}", tab.to_lowercase()), report)?;
    }

    uploads::of_a_run(page, photos, report)?;
    let names = results(page, photos, report)?;
    screens.take("run-results", report)?;
    let [one, other, ..] = names.as_slice() else {
        return Err("there are no two pictures to compare".into());
    };
    compare(page, one, other, screens, report)?;
    judge(page, one, screens, report)?;
    again(page, photos, &folder, screens, report)?;
    tell_apart(page, screens, report)?;
    turn_dark(page, report)
}

/// Fills in what makes a run quick.
pub fn set(page: &Page) -> Result<(), String> {
    for (label, value) in FIELDS {
        page.fill(label, value)?;
    }
    for format in formats(page)? {
        if format != FORMAT {
            page.click(&format!("//*[@role='group']//label[normalize-space(.)='{format}']"))?;
        }
    }
    Ok(())
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
    let left = page.now("document.querySelectorAll('.plan [data-state=running]').length")?;
    report.check("no box is left running", left == 0, &format!("{left} boxes"));
    Ok(())
}

pub fn tab_of(page: &Page, name: &str) -> Result<(), String> {
    page.click(&format!("//*[@role='tab'][starts-with(normalize-space(.), '{name}')]"))?;
    page.until(
        name,
        &format!("document.querySelector('[role=tab][aria-selected=true]').textContent.startsWith('{name}')"),
    )?;
    Ok(())
}

/// Runs again with another margin: what does not depend on it is known.
fn again(
    page: &Page,
    photos: &[PathBuf],
    folder: &str,
    screens: &mut Screens<'_>,
    report: &mut Report,
) -> Result<(), String> {
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
    uploads::of_a_form(page, photos, report)?;
    page.fill("Margin", MARGIN)?;
    page.until(
        "the preview with another margin",
        &format!("/^[1-9]\\d* steps? known, [1-9]\\d* would run/.test({PREVIEW})"),
    )?;
    report.check("with another margin some steps are known", true, &page.text(PREVIEW)?);
    page.now("scrollTo(0, 0)")?;
    screens.take("again", report)?;
    layout::nothing_below(page, "the form", screens, report)?;
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
    page.now("scrollTo(0, 0)")?;
    screens.take("again-plan", report)?;
    layout::nothing_below(page, "a plan", screens, report)
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
    let told = page.text("document.querySelector('section h2').textContent")?;
    report.check("one input differs, and it is said so", told == "Inputs 1 differs", &told);
    screens.take("diff", report)
}

/// The page's own button goes round light and dark.
fn turn_dark(page: &Page, report: &mut Report) -> Result<(), String> {
    let ground = "getComputedStyle(document.body).backgroundColor";
    let mut grounds = Vec::new();
    for (now, then) in [("as the system", "light"), ("light", "dark")] {
        page.press(&format!("Theme: {now}"))?;
        page.find(&named(&format!("Theme: {then}")))?;
        grounds.push(page.text(ground)?);
    }
    page.press("Theme: dark")?;
    report.check(
        "the button for the theme turns the page dark",
        grounds[0] != grounds[1],
        &grounds.join(" to "),
    );
    Ok(())
}

pub fn strings(list: &Value) -> Vec<String> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|one| one.as_str().map(|one| one.trim().to_owned())).collect()
}
