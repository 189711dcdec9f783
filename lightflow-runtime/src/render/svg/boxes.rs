//! The boxes of the picture and how large they are.

use super::scene::Scene;
use super::text::{Font, fit, width};
use crate::render::chart::one_line;
use crate::render::layout::Slot;
use crate::render::view::StepView;

pub(crate) const TITLE: Font = Font::Bold(13.0);
pub(crate) const PILL_TITLE: Font = Font::Bold(12.0);
pub(crate) const CODE: Font = Font::Mono(10.5);
pub(crate) const SMALL: Font = Font::Mono(9.0);

/// No text in a box is wider.
const WIDEST: f64 = 250.0;
/// Between a card's text and its left and right side.
const SIDE: f64 = 16.0;
/// The height of a strip of slot names.
const STRIP: f64 = 13.0;
/// The height of a frame's title.
pub(crate) const HEAD: f64 = 38.0;
/// Between a frame and its inside.
const PADDING: f64 = 16.0;
/// How far the second sheet of a `for` looks out.
pub(crate) const SHEET: f64 = 5.0;

/// Something painted in one place.
pub(crate) struct Item {
    pub width: f64,
    pub height: f64,
    pub entries: Vec<Slot>,
    pub exits: Vec<Slot>,
    /// Told when the pointer rests on it.
    pub tip: String,
    /// The path of the step.
    pub step: Option<String>,
    pub look: Look,
}

/// What it looks like.
pub(crate) enum Look {
    /// A value: `name` in bold, then `detail`.
    Pill { class: &'static str, name: String, detail: String },
    /// A step without a visible inside.
    Card(Card),
    /// An inside with a title.
    Frame(Frame),
    /// Where a body's result leaves it.
    Dot,
}

/// A step without a visible inside.
pub(crate) struct Card {
    pub class: &'static str,
    pub title: String,
    pub lines: Vec<String>,
    /// Names of the entries; empty where a name would not help.
    pub entries: Vec<String>,
    /// Names of the exits.
    pub exits: Vec<String>,
}

/// An inside with a title.
pub(crate) struct Frame {
    pub class: &'static str,
    pub title: String,
    pub detail: String,
    pub scene: Scene,
    /// Where the inside begins.
    pub inset: (f64, f64),
}

impl Item {
    pub fn pill(class: &'static str, name: &str, detail: &str, tip: String) -> Self {
        let name = fit(name, PILL_TITLE, WIDEST).into_owned();
        let detail = fit(&one_line(detail), CODE, WIDEST).into_owned();
        let gap = if name.is_empty() || detail.is_empty() { 0.0 } else { 6.0 };
        let text = width(&name, PILL_TITLE) + gap + width(&detail, CODE);
        Self {
            width: text + 26.0,
            height: 28.0,
            entries: vec![Slot::Wide(0.0)],
            exits: vec![Slot::Wide(0.0)],
            tip,
            step: None,
            look: Look::Pill { class, name, detail },
        }
    }

    /// Whether it is where a body's result leaves.
    pub fn is_result(&self) -> bool {
        matches!(self.look, Look::Dot | Look::Pill { class: "result", .. })
    }

    pub fn dot(tip: String) -> Self {
        Self {
            width: 10.0,
            height: 10.0,
            entries: vec![Slot::Wide(0.0)],
            exits: Vec::new(),
            tip,
            step: None,
            look: Look::Dot,
        }
    }

    pub fn card(step: &StepView, class: &'static str, card: Card) -> Self {
        let title = fit(&card.title, TITLE, WIDEST).into_owned();
        let lines: Vec<String> =
            card.lines.iter().map(|line| fit(&one_line(line), CODE, WIDEST).into_owned()).collect();
        let text = lines.iter().map(|line| width(line, CODE)).fold(width(&title, TITLE), f64::max);
        let slots = |names: &[String]| -> Vec<Slot> {
            let wide = names.iter().map(|name| width(name, SMALL) + 14.0);
            wide.map(|width| Slot::Wide(width.max(20.0))).collect()
        };
        let row = |slots: &[Slot]| -> f64 {
            let wide = slots.iter().map(|slot| match slot {
                Slot::Wide(wide) | Slot::At(wide) => *wide,
            });
            wide.sum()
        };
        let strip = |names: &[String]| {
            let named = names.iter().any(|name| !name.is_empty());
            if named { STRIP } else { 0.0 }
        };
        let (entries, exits) = (slots(&card.entries), slots(&card.exits));
        let wide = (text + 2.0 * SIDE).max(row(&entries).max(row(&exits)) + 8.0);
        let strips = strip(&card.entries) + strip(&card.exits);
        let title_height = if title.is_empty() { 0.0 } else { 17.0 };
        Self {
            width: wide.max(56.0),
            height: 18.0 + title_height + 14.0 * lines.len() as f64 + strips,
            entries,
            exits,
            tip: tip(step),
            step: Some(step.path.clone()),
            look: Look::Card(Card { class, title, lines, ..card }),
        }
    }

    /// A frame around a scene, without slots yet.
    pub fn frame(class: &'static str, title: &str, detail: &str, scene: Scene) -> Self {
        let title = fit(&one_line(title), TITLE, WIDEST).into_owned();
        let detail = fit(&one_line(detail), CODE, WIDEST * 1.4).into_owned();
        // The icon, the title, the gap, and the detail.
        let head = 22.0 + width(&title, TITLE) + 10.0 + width(&detail, CODE);
        let inside = scene.drawing.width;
        let wide = head.max(inside) + 2.0 * PADDING;
        let inset = ((wide - inside) / 2.0, HEAD);
        Self {
            width: wide,
            height: HEAD + scene.drawing.height + PADDING,
            entries: Vec::new(),
            exits: Vec::new(),
            tip: String::new(),
            step: None,
            look: Look::Frame(Frame { class, title, detail, scene, inset }),
        }
    }
}

/// What is told of a step when the pointer rests on it.
pub(crate) fn tip(step: &StepView) -> String {
    let mut lines = vec![step.path.clone()];
    lines.extend(step.calls.map(|calls| format!("calls {calls}")));
    let doc = step.doc.lines().find(|line| !line.trim().is_empty());
    lines.extend(doc.map(|doc| doc.trim().to_owned()));
    lines.extend(step.text.map(one_line));
    let source = &step.source;
    lines.push(format!("{}:{}", source.file, source.line));
    lines.join("\n")
}

/// What limits a node, in a few words.
pub(crate) fn limits(step: &StepView) -> Option<String> {
    let mut parts = Vec::new();
    if step.retry > 0 {
        parts.push(format!("retry {}", step.retry));
    }
    parts.extend(step.timeout_ms.map(|time| match time {
        time if time % 60_000 == 0 => format!("{} min", time / 60_000),
        time if time % 1_000 == 0 => format!("{} s", time / 1_000),
        time => format!("{time} ms"),
    }));
    parts.extend(step.resource.map(str::to_owned));
    (!parts.is_empty()).then(|| parts.join(" · "))
}
