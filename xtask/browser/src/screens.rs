//! Pictures of each screen: light and dark, on a desk and in a hand.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use crate::page::Page;
use crate::report::Report;

pub const DESK: (u32, u32) = (1280, 800);
pub const HAND: (u32, u32) = (390, 844);

pub struct Screens<'p> {
    page: &'p Page,
    folder: PathBuf,
    screens: usize,
    taken: usize,
}

impl<'p> Screens<'p> {
    pub fn new(page: &'p Page, folder: &Path) -> Result<Self, String> {
        let screens = Screens { page, folder: folder.to_owned(), screens: 0, taken: 0 };
        screens.look(DESK, "light")?;
        Ok(screens)
    }

    /// Four pictures of what is shown now. On a small screen nothing may stick out at the side.
    pub fn take(&mut self, name: &str, report: &mut Report) -> Result<(), String> {
        self.screens += 1;
        for size in [DESK, HAND] {
            for theme in ["light", "dark"] {
                self.look(size, theme)?;
                self.settle()?;
                self.shoot(&format!("{:02}-{name}-{}-{theme}", self.screens, size.0))?;
            }
            if size == HAND {
                self.fits(name, report)?;
            }
        }
        self.resize(DESK)
    }

    /// Makes the window as large as a screen, and waits until the page has followed.
    pub fn resize(&self, size: (u32, u32)) -> Result<(), String> {
        self.look(size, "light")?;
        self.settle()
    }

    fn fits(&self, name: &str, report: &mut Report) -> Result<(), String> {
        let wide = self.page.now("document.documentElement.scrollWidth")?.as_u64().unwrap_or(u64::MAX);
        let met = wide <= u64::from(HAND.0);
        report.check(&format!("{name} fits {} pixels", HAND.0), met, &format!("{wide} wide"));
        let tab = "(() => {
            const tab = document.querySelector('[role=tab][aria-selected=true]');
            if (!tab) return null;
            const [own, row] = [tab, tab.parentElement].map((one) => one.getBoundingClientRect());
            return { seen: own.left >= row.left - 1 && own.right <= row.right + 1, name: tab.firstChild.textContent };
        })()";
        let tab = self.page.now(tab)?;
        if !tab.is_null() {
            let told = tab["name"].as_str().unwrap_or_default();
            report.check(
                &format!("{name} has its tab in sight at {} pixels", HAND.0),
                tab["seen"] == true,
                told,
            );
        }
        Ok(())
    }

    /// What there was to see when the walk broke off.
    pub fn failure(&mut self, walk: &str) -> Result<(), String> {
        self.shoot(&format!("failure-{}", walk.replace(' ', "-")))
    }

    pub fn taken(&self) -> usize {
        self.taken
    }

    fn look(&self, (width, height): (u32, u32), theme: &str) -> Result<(), String> {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width == HAND.0 });
        self.page.session.devtools("Emulation.setDeviceMetricsOverride", &size)?;
        let features = json!([
            { "name": "prefers-color-scheme", "value": theme },
            // Nothing is half way in a picture.
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.page.session.devtools("Emulation.setEmulatedMedia", &json!({ "features": features }))
    }

    /// Waits until pictures in sight are there, and what changed is painted.
    fn settle(&self) -> Result<(), String> {
        let painted = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";
        self.page.session.script(painted, &[])?;
        let loaded = "[...document.images].every((image) => {
            const place = image.getBoundingClientRect();
            const seen = place.width > 0 && place.bottom > 0 && place.top < innerHeight;
            return !seen || image.complete;
        })";
        self.page.until("the pictures in sight", loaded)?;
        self.page.session.script(painted, &[]).map(drop)
    }

    fn shoot(&mut self, name: &str) -> Result<(), String> {
        let shot = self.page.session.screenshot()?;
        let bytes =
            BASE64_STANDARD.decode(shot).map_err(|error| format!("the picture is no base64: {error}"))?;
        let file = self.folder.join(format!("{name}.png"));
        fs::write(&file, bytes).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
        self.taken += 1;
        Ok(())
    }
}
