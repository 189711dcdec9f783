//! Files that are uploaded through the form, and looked at again: by their names, and small.

use std::path::PathBuf;

use crate::journey::{strings, tab_of};
use crate::page::Page;
use crate::report::Report;

const UPLOAD: &str = "photos are uploaded through the form";

/// Uploads the photos; gives the folder that the form has then.
pub fn fill_in(page: &Page, photos: &[PathBuf], report: &mut Report) -> Result<String, String> {
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
    let folder = page.value("Folder")?;
    if photos.is_empty() {
        report.skip(UPLOAD, "LIGHTFLOW_TEST_DATA names no folder with photos");
    } else {
        report.check(UPLOAD, !folder.is_empty(), &format!("{} photos", photos.len()));
    }
    Ok(folder)
}

/// "Run again with changes" lists what was uploaded then.
pub fn of_a_form(page: &Page, photos: &[PathBuf], report: &mut Report) -> Result<(), String> {
    seen(page, "the form of a run that was made again", ".drop-list", photos, report)
}

/// So does the run itself.
pub fn of_a_run(page: &Page, photos: &[PathBuf], report: &mut Report) -> Result<(), String> {
    tab_of(page, "Inputs")?;
    seen(page, "the inputs of a run", ".given", photos, report)
}

fn seen(page: &Page, place: &str, list: &str, photos: &[PathBuf], report: &mut Report) -> Result<(), String> {
    let what = format!("{place} show uploads by name and picture");
    if photos.is_empty() {
        report.skip(&what, "nothing was uploaded");
        return Ok(());
    }
    let loaded = format!(
        "(() => {{
            const all = [...document.querySelectorAll('{list} li')];
            const missing = all.find((one) => !(one.querySelector('img')?.naturalWidth > 0));
            missing?.scrollIntoView({{ block: 'nearest' }});
            return all.length > 0 && !missing;
        }})()"
    );
    // Without the list there is nothing to wait for.
    let met = page.until_soon(&loaded)?;
    let told = format!(
        "[...document.querySelectorAll('{list} li')].map((one) => one.querySelector('small').previousSibling.textContent)"
    );
    let told = strings(&page.now(&told)?);
    let wanted: Vec<_> = photos.iter().filter_map(|photo| photo.file_name()?.to_str()).collect();
    page.now("scrollTo(0, 0)")?;
    report.check(&what, met && told == wanted, &told.join(", "));
    Ok(())
}
