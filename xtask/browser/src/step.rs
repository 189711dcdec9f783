//! A step of the plan, opened: it closes with what it was opened from, and gives the focus back.

use crate::journey::tab_of;
use crate::page::{ESCAPE, Page};
use crate::report::Report;
use crate::screens::Screens;

const OPEN: &str = "document.querySelector('.step-panel') !== null";
const MARKED: &str = "document.querySelector('.plan [data-open]')?.dataset.step";
const FOCUSED: &str = "document.activeElement.closest('[data-step]')?.dataset.step";

/// On the page of a run, whose plan is shown.
pub fn of_a_run(page: &Page, screens: &mut Screens<'_>, report: &mut Report) -> Result<(), String> {
    let name = open(page)?;
    let called = page.text("document.querySelector('.step-panel').getAttribute('aria-label')")?;
    report.check("a step of the plan opens", !name.is_empty(), &format!("{name}: {called}"));
    screens.take("run-step", report)?;
    escape(page, "a run", &name, report)?;

    open(page)?;
    tab_of(page, "Steps")?;
    let mut stays = vec![("another tab", page.now(OPEN)?)];
    let marked = page.text(MARKED)?;
    page.click(&format!("//tr[@data-step='{name}']//button"))?;
    page.until("the step", OPEN)?;
    escape(page, "the list of steps", &name, report)?;
    page.click(&format!("//tr[@data-step='{name}']//button"))?;
    page.until("the step", OPEN)?;
    tab_of(page, "Plan")?;
    stays.push(("the plan", page.now(OPEN)?));
    open(page)?;
    page.press("Runs")?;
    page.find("//h1[.='Runs']")?;
    stays.push(("another page", page.now(OPEN)?));
    page.now("history.back()")?;
    page.find("//*[@role='tab'][@aria-selected='true'][starts-with(normalize-space(.), 'Plan')]")?;
    let left: Vec<&str> =
        stays.iter().filter(|(_, open)| *open != false).map(|(where_to, _)| *where_to).collect();
    let seen = if left.is_empty() { marked } else { format!("it is still open over {}", left.join(", ")) };
    report.check("a step closes with what it was opened from", left.is_empty() && seen.is_empty(), &seen);
    Ok(())
}

/// On the page of a workflow, which has no tabs.
pub fn of_a_workflow(page: &Page, screens: &mut Screens<'_>, report: &mut Report) -> Result<(), String> {
    let name = open(page)?;
    screens.take("form-step", report)?;
    escape(page, "a workflow", &name, report)
}

/// Opens the first step of the plan that has no steps inside; gives its path.
fn open(page: &Page) -> Result<String, String> {
    page.click("(//*[@data-step][not(.//*[@data-step])])[1]")?;
    page.until("the step", "document.querySelector('.step-panel')?.textContent")?;
    page.text(MARKED)
}

/// The key closes it wherever the focus is.
fn escape(page: &Page, place: &str, name: &str, report: &mut Report) -> Result<(), String> {
    page.now("document.activeElement.blur()")?;
    page.keys("//body", ESCAPE)?;
    let (open, focused) = (page.now(OPEN)?, page.text(FOCUSED)?);
    let met = open == false && focused == name;
    let what = format!("Escape closes a step of {place}, and the focus is at it again");
    report.check(&what, met, if focused.is_empty() { "the focus is nowhere" } else { &focused });
    if open == true {
        page.click("//*[contains(@class, 'step-panel')]//button[@aria-label='Close']")?;
    }
    Ok(())
}
