//! What a run made: its pictures small, two over each other, one large with a verdict.

use std::path::PathBuf;

use crate::journey::{strings, tab_of};
use crate::layout;
use crate::page::{ESCAPE, Page, RIGHT, named};
use crate::report::Report;
use crate::screens::Screens;

const NOTE: &str = "the light is even";

/// Looks at what the run made; gives the names of the pictures, without that of the contact sheet.
pub fn results(page: &Page, photos: &[PathBuf], report: &mut Report) -> Result<Vec<String>, String> {
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
    let cut = strings(&page.now("[...document.querySelectorAll('.card-name')].filter((name) => name.scrollWidth > name.clientWidth || name.scrollHeight > name.clientHeight + 1).map((name) => name.textContent)")?);
    report.check("names of results are not cut on a desk", cut.is_empty(), &cut.join(", "));
    Ok(names.into_iter().filter(|name| !name.contains("contact-sheet")).collect())
}

/// Puts two pictures over each other, and moves the line between them.
pub fn compare(
    page: &Page,
    one: &str,
    other: &str,
    screens: &mut Screens<'_>,
    report: &mut Report,
) -> Result<(), String> {
    page.press(&format!("Compare {one}"))?;
    page.press(&format!("Compare {other}"))?;
    page.now("scrollTo(0, document.documentElement.scrollHeight)")?;
    screens.take("tray", report)?;
    layout::nothing_below(page, "the gallery", screens, report)?;
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

/// Picks a picture with a note.
pub fn judge(page: &Page, name: &str, screens: &mut Screens<'_>, report: &mut Report) -> Result<(), String> {
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
