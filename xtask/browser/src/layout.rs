//! What has to hold on a desk and in a hand alike, also when one becomes the other.

use serde_json::Value;

use crate::page::Page;
use crate::report::Report;
use crate::screens::{DESK, HAND, Screens};

/// The scale of a plan, and whether it is the one at which it opens: as wide as the screen, but no smaller than one can read,
/// and with most of its steps in sight.
const SCALE: &str = "(() => {
    const frame = document.querySelector('.plan-frame');
    const svg = frame.querySelector('svg');
    const natural = svg.viewBox.baseVal.width;
    const scale = svg.getBoundingClientRect().width / natural;
    const wanted = Math.min(1, Math.max(0.62, (frame.clientWidth - 2) / natural));
    const middles = [...svg.querySelectorAll('[data-step]')].filter((step) => !step.querySelector('[data-step], .lf-param, .lf-dot')).map((step) => {
      const { x, width } = [...step.children].findLast((child) => child.matches('rect.lf-box'));
      return x.baseVal.value + width.baseVal.value / 2;
    });
    const middle = middles.reduce((all, one) => all + one, 0) / middles.length;
    const most = frame.scrollWidth - frame.clientWidth;
    const aside = frame.scrollLeft - Math.min(most, Math.max(0, middle * scale - frame.clientWidth / 2));
    return { scale, fits: Math.abs(scale - wanted) < 0.01 && Math.abs(aside) < 2, whole: frame.scrollWidth <= frame.clientWidth };
  })()";

/// How many boxes are below the tools once a plan was scrolled to its end.
const ENDS: &str = "(() => {
    const frame = document.querySelector('.plan-frame');
    const [left, top] = [frame.scrollLeft, frame.scrollTop];
    const tools = document.querySelector('.plan-tools').getBoundingClientRect();
    let under = 0;
    frame.scrollTop = frame.scrollHeight;
    for (const box of frame.querySelectorAll('.lf-box')) {
      const place = box.getBoundingClientRect();
      frame.scrollLeft += place.right - tools.right;
      const now = box.getBoundingClientRect();
      if (now.bottom > tools.top && now.top < tools.bottom && now.right > tools.left && now.left < tools.right) under += 1;
    }
    frame.scrollTo({ left, top, behavior: 'instant' });
    return under;
  })()";

/// Controls and pictures that the tray lies over once they were scrolled to.
const BELOW: &str = "(() => {
    const tray = document.getElementById('tray');
    const under = [];
    for (const one of document.querySelectorAll('main :is(a, button, input, select, textarea, .shot, .card-foot)')) {
      if (!one.checkVisibility() || one.matches('.drop-input')) continue;
      one.scrollIntoView({ block: 'nearest', behavior: 'instant' });
      const { bottom, height } = one.getBoundingClientRect();
      if (height < innerHeight / 2 && bottom > tray.getBoundingClientRect().top + 1) under.push(one.getAttribute('aria-label') ?? one.textContent.trim().slice(0, 30));
    }
    scrollTo({ top: 0, behavior: 'instant' });
    return under;
  })()";

/// A plan that was fitted is fitted again; one that its reader has enlarged stays as it is.
pub fn plan(page: &Page, screens: &Screens<'_>, report: &mut Report) -> Result<(), String> {
    let mut seen = Vec::new();
    let mut fits = true;
    for size in [DESK, HAND, DESK] {
        screens.resize(size)?;
        let found = page.now(SCALE)?;
        fits &= found["fits"] == true;
        seen.push(scale(&found));
    }
    report.check("the plan is fitted to each size of the window", fits, &seen.join(", "));

    screens.resize(HAND)?;
    let under = page.now(ENDS)?;
    report.check("at its end, no step of a plan is below the tools", under == 0, &format!("{under} below"));
    screens.resize(DESK)?;

    page.press("Whole plan")?;
    screens.resize(HAND)?;
    let whole = page.now(SCALE)?;
    report.check("the whole plan stays whole", whole["whole"] == true, &scale(&whole));
    screens.resize(DESK)?;
    page.press("Larger")?;
    page.press("Larger")?;
    let mut own = Vec::new();
    for size in [DESK, HAND, DESK] {
        screens.resize(size)?;
        own.push(scale(&page.now(SCALE)?));
    }
    // It opens as it did before.
    page.session.reload()?;
    page.until("the plan", "document.querySelectorAll('.plan [data-state=finished]').length")?;
    report.check(
        "a scale that the reader has set stays",
        own[0] == own[1] && own[0] == own[2],
        &own.join(", "),
    );
    Ok(())
}

/// The tray is shown; what is scrolled to is never below it.
pub fn nothing_below(
    page: &Page,
    place: &str,
    screens: &Screens<'_>,
    report: &mut Report,
) -> Result<(), String> {
    for size in [DESK, HAND] {
        screens.resize(size)?;
        let shown = page.now("!document.getElementById('tray').hidden")? == true;
        let under = crate::journey::strings(&page.now(BELOW)?);
        let seen = if shown { under.join(", ") } else { "there is no tray".into() };
        report.check(
            &format!("the tray hides nothing of {place} at {} pixels", size.0),
            shown && under.is_empty(),
            &seen,
        );
    }
    screens.resize(DESK)
}

fn scale(found: &Value) -> String {
    format!("{:.2}", found["scale"].as_f64().unwrap_or_default())
}
