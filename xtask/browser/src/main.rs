//! Walks through the page of `studio serve` in a real browser, and says of each thing on the way whether it was so.
//!
//! Chromium is driven over [WebDriver](https://www.w3.org/TR/webdriver2/). Nothing sleeps: what is waited for is looked
//! at inside of the page, until it is there or too long was waited.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a task talks to the terminal")]

mod gallery;
mod journey;
mod page;
mod photos;
mod program;
mod report;
mod screens;
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
    let server = Program::studio(&studio, folder.path())?;
    let driver = Program::chromedriver(&driver, folder.path())?;
    let session = Session::begin(&driver.address, &webdriver::capabilities(&chromium))?;
    let page = Page::new(session);
    let mut report = Report::default();
    let mut screens = Screens::new(&page, &pictures)?;
    if let Err(error) = journey::walk(&page, &server.address, &photos::given()?, &mut screens, &mut report) {
        report.broke_off(&error);
        // The last thing that was seen tells more than the error.
        if let Err(error) = screens.failure() {
            eprintln!("browser: no picture of it: {error}");
        }
    }
    let errors = page.console()?;
    report.check("the console has no errors", errors.is_empty(), &errors.join("; "));
    let met = report.print();
    println!("{} pictures in {}", screens.taken(), pictures.display());
    Ok(met)
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
