//! Walks through the page of `studio serve` in a real browser, and says of each thing on the way whether it was so.
//!
//! Chromium is driven over [WebDriver](https://www.w3.org/TR/webdriver2/). Nothing sleeps: what is waited for is looked
//! at inside of the page, until it is there or too long was waited.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a task talks to the terminal")]

mod gallery;
mod journey;
mod layout;
mod live;
mod login;
mod page;
mod photos;
mod program;
mod report;
mod screens;
mod step;
mod uploads;
mod webdriver;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use page::Page;
use program::Program;
use report::Report;
use screens::Screens;
use webdriver::Session;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("browser: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<bool, String> {
    let (chromium, driver) = (program::chromium()?, program::chromedriver()?);
    let (studio, pictures) = places()?;
    let folder = tempfile::tempdir().map_err(|error| format!("cannot make a temporary folder: {error}"))?;
    let server = Program::studio(&studio, folder.path(), None)?;
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).map_err(|error| format!("cannot make {}: {error}", closed.display()))?;
    let closed = Program::studio(&studio, &closed, Some(login::TOKEN))?;
    let driver = Program::chromedriver(&driver, folder.path())?;
    let session = Session::begin(&driver.address, &webdriver::capabilities(&chromium))?;
    let page = Page::new(session);
    let mut report = Report::default();
    let mut screens = Screens::new(&page, &pictures)?;
    let photos = photos::given()?;
    let walked = journey::walk(&page, &server.address, &photos, &mut screens, &mut report);
    ended("the walk", walked, &mut screens, &mut report);
    let errors = page.console()?;
    report.check("the console has no errors", errors.is_empty(), &errors.join("; "));
    let store = folder.path().join("store");
    let walked = live::walk(&page, &server.address, &store, &photos, &mut screens, &mut report);
    ended("the walk past a step that works", walked, &mut screens, &mut report);
    // No plan is kept with a run that no program of this server began.
    let errors: Vec<String> =
        page.console()?.into_iter().filter(|error| !error.contains("/plan - Failed")).collect();
    report.check(
        "beside a step that works, the console has no errors",
        errors.is_empty(),
        &errors.join("; "),
    );
    let walked = login::walk(&page, &closed.address, &mut screens, &mut report);
    ended("the walk with a token", walked, &mut screens, &mut report);
    // A browser tells of each request that was refused.
    let errors: Vec<String> =
        page.console()?.into_iter().filter(|error| !error.contains("status of 401")).collect();
    report.check("with a token, the console has no other errors", errors.is_empty(), &errors.join("; "));
    let met = report.print();
    println!("{} pictures in {}", screens.taken(), pictures.display());
    Ok(met)
}

/// Notes that a walk broke off.
fn ended(walk: &str, walked: Result<(), String>, screens: &mut Screens<'_>, report: &mut Report) {
    let Err(error) = walked else { return };
    report.check(&format!("{walk} comes to its end"), false, &error);
    // The last thing that was seen tells more than the error.
    if let Err(error) = screens.failure(walk) {
        eprintln!("browser: no picture of it: {error}");
    }
}

/// The program that is served, and where pictures of its page go: `target/debug/studio` and `target/browser`.
fn places() -> Result<(PathBuf, PathBuf), String> {
    let own = env::current_exe().map_err(|error| error.to_string())?;
    let built = own.parent().ok_or("this program was not started by cargo")?;
    let studio = built.join("studio");
    if !studio.is_file() {
        return Err(format!("{} is not there; start this with `cargo xtask browser`", studio.display()));
    }
    let pictures = built.parent().unwrap_or(Path::new(".")).join("browser");
    if pictures.exists() {
        fs::remove_dir_all(&pictures)
            .map_err(|error| format!("cannot empty {}: {error}", pictures.display()))?;
    }
    fs::create_dir_all(&pictures).map_err(|error| format!("cannot make {}: {error}", pictures.display()))?;
    Ok((studio, pictures))
}
