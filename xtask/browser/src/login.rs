//! A server with a token: it asks for it once, streams events to who has the cookie, and asks again without.

use serde_json::Value;

use crate::journey::set;
use crate::page::Page;
use crate::report::Report;
use crate::screens::Screens;

pub const TOKEN: &str = "a-token-that-nobody-guesses";

/// Counts what streams of events of runs bring.
const LISTEN: &str = "
    const Plain = window.EventSource;
    window.streamed = 0;
    window.EventSource = class extends Plain {
      addEventListener(name, then) {
        super.addEventListener(name, (message) => {
          if (this.url.includes('/api/runs/')) window.streamed += 1;
          then(message);
        });
      }
    };
    arguments[0]();";

pub fn walk(
    page: &Page,
    address: &str,
    screens: &mut Screens<'_>,
    report: &mut Report,
) -> Result<(), String> {
    page.session.go(&format!("{address}/"))?;
    page.find("//label[.='Token']")?;
    let focused = page.text("document.activeElement.id")?;
    report.check("a server with a token asks for it", focused == "token", "");
    screens.take("login", report)?;
    log_in(page, "a-token-that-is-wrong")?;
    let said = page.until("what is wrong", "document.getElementById('said').textContent.trim()")?;
    report.check(
        "a wrong token is said to be wrong",
        said == "the token is wrong",
        said.as_str().unwrap_or_default(),
    );
    screens.take("login-wrong", report)?;
    log_in(page, TOKEN)?;
    page.find("//h1[.='Workflows']")?;
    cookie(page, report)?;

    page.press("product photos")?;
    set(page)?;
    page.session.script(LISTEN, &[])?;
    page.press("Run")?;
    let over = page.until(
        "the end of the run",
        "['finished', 'failed'].find((one) => one === document.querySelector('main .run')?.dataset.status)",
    )?;
    let streamed = page.now("window.streamed")?.as_u64().unwrap_or_default();
    let seen = format!("{}, {streamed} events", over.as_str().unwrap_or_default());
    report.check("with the cookie a run streams its events", over == "finished" && streamed > 10, &seen);
    screens.take("login-run", report)?;

    // There is nothing to log out with: the cookie goes when the browser ends.
    page.session.forget_cookies()?;
    page.press("Runs")?;
    page.find("//*[@role='alert']//button[normalize-space(.)='Log in']")?;
    screens.take("login-again", report)?;
    page.press("Log in")?;
    page.find("//label[.='Token']")?;
    report.check("without the cookie the page asks again", true, "");
    log_in(page, TOKEN)?;
    let heading = page.until("the page", "document.querySelector('main h1')?.checkVisibility() && !document.getElementById('token') && document.querySelector('main h1').textContent")?;
    let heading = heading.as_str().unwrap_or_default();
    report.check("who logs in comes to where they wanted to be", heading == "Runs", heading);
    Ok(())
}

fn log_in(page: &Page, token: &str) -> Result<(), String> {
    page.fill("Token", token)?;
    page.press("Log in")
}

/// No script can read it, and no other site can send it.
fn cookie(page: &Page, report: &mut Report) -> Result<(), String> {
    let cookies = page.session.cookies()?;
    let own: Vec<&Value> = cookies.as_array().into_iter().flatten().collect();
    let closed = |cookie: &Value| {
        cookie["httpOnly"] == true && cookie["sameSite"] == "Strict" && cookie["expiry"].is_null()
    };
    let names: Vec<&str> = own.iter().filter_map(|cookie| cookie["name"].as_str()).collect();
    report.check(
        "the right token gives a cookie of the session",
        own.len() == 1 && closed(own[0]),
        &names.join(", "),
    );
    Ok(())
}
