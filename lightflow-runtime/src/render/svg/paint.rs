//! Writes a scene as SVG.

use std::fmt::Write as _;

use super::boxes::{Card, Frame, HEAD, Item, Look, SHEET};
use super::scene::Scene;
use super::text::{Font, escape, fit, width};
use crate::render::layout::{Line, Place, Segment};
use crate::render::view::View;

/// Around everything.
const MARGIN: f64 = 28.0;
const NAME: Font = Font::Bold(18.0);
const DOC: Font = Font::Plain(12.5);
/// Below this width a workflow's own doc would be cut too short.
const NARROWEST: f64 = 420.0;

pub(crate) fn paint(view: &View, scene: &Scene) -> String {
    let doc = view.doc.lines().map(str::trim).find(|line| !line.is_empty());
    let head = if doc.is_some() { 62.0 } else { 42.0 };
    let title = width(view.name, NAME).max(NARROWEST);
    let wide = (scene.drawing.width.max(title) + 2.0 * MARGIN).ceil();
    let high = (head + scene.drawing.height + 2.0 * MARGIN).ceil();
    let mut painter = Painter { svg: String::new() };
    painter.line(format_args!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" class="lightflow" role="img" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">"#
    ));
    painter.line(format_args!("<title>{}</title>", escape(view.name)));
    painter.line(format_args!("<desc>{}</desc>", escape(view.doc)));
    painter.line(format_args!("<style>\n{}</style>", include_str!("style.css")));
    painter.line(format_args!("{ARROW}"));
    painter.line(format_args!(
        r#"<rect class="lf-ground" x="0.5" y="0.5" width="{}" height="{}" rx="14"/>"#,
        wide - 1.0,
        high - 1.0
    ));
    painter.text("lf-name", MARGIN, MARGIN + 16.0, view.name);
    if let Some(doc) = doc {
        let doc = fit(doc, DOC, wide - 2.0 * MARGIN);
        painter.text("lf-doc", MARGIN, MARGIN + 38.0, &doc);
    }
    let left = (wide - scene.drawing.width) / 2.0;
    painter.scene(scene, left, MARGIN + head);
    painter.line(format_args!("</svg>"));
    painter.svg
}

const ARROW: &str = r#"<defs><marker id="lf-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="lf-head" d="M0.8 0.8 L7.2 4 L0.8 7.2 Z"/></marker></defs>"#;

struct Painter {
    svg: String,
}

/// A coordinate with one decimal, which is finer than any screen.
struct Px(f64);

impl std::fmt::Display for Px {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let tenths = (self.0 * 10.0).round() / 10.0;
        // Not `-0`.
        write!(f, "{}", if tenths == 0.0 { 0.0 } else { tenths })
    }
}

impl Painter {
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a `String` cannot fail.
        let _ = writeln!(self.svg, "{line}");
    }

    fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let (x, y, text) = (Px(x), Px(y), escape(text));
        self.line(format_args!(r#"<text class="{class}" x="{x}" y="{y}">{text}</text>"#));
    }

    fn rect(&mut self, class: &str, place: &Place, radius: f64) {
        let (x, y, radius) = (Px(place.x), Px(place.y), Px(radius));
        let (width, height) = (Px(place.width), Px(place.height));
        self.line(format_args!(
            r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}"/>"#
        ));
    }

    fn scene(&mut self, scene: &Scene, left: f64, top: f64) {
        for line in &scene.drawing.lines {
            self.wire(scene, line, left, top);
        }
        for (item, place) in scene.items.iter().zip(&scene.drawing.places) {
            let place = Place {
                x: left + place.x,
                y: top + place.y,
                entries: place.entries.iter().map(|x| left + x).collect(),
                exits: place.exits.iter().map(|x| left + x).collect(),
                ..*place
            };
            self.item(item, &place);
        }
    }

    fn wire(&mut self, scene: &Scene, line: &Line, left: f64, top: f64) {
        let tip = scene.tips.get(&(line.from, line.exit));
        let tip = escape(tip.map_or("", String::as_str));
        self.line(format_args!(r#"<g class="lf-wire"><title>{tip}</title>"#));
        for segment in &line.segments {
            let Segment { from, bend_from, bend_to, to, arrives } = *segment;
            let (x, y) = (Px(left + from.0), Px(top + from.1));
            let (to_x, to_y) = (Px(left + to.0), Px(top + to.1));
            let middle = Px(top + (bend_from + bend_to) / 2.0);
            // A piece without length would leave the arrow head without a direction.
            let last = if to.1 > bend_to { format!("V{to_y}") } else { String::new() };
            let (bend_from, bend_to) = (Px(top + bend_from), Px(top + bend_to));
            let arrow = arrives.is_some_and(|item| !matches!(scene.items[item].look, Look::Dot));
            let marker = if arrow { r#" marker-end="url(#lf-arrow)""# } else { "" };
            self.line(format_args!(
                r#"<path d="M{x} {y}V{bend_from}C{x} {middle} {to_x} {middle} {to_x} {bend_to}{last}"{marker}/>"#
            ));
        }
        self.line(format_args!("</g>"));
    }

    fn item(&mut self, item: &Item, place: &Place) {
        let class = match &item.look {
            Look::Pill { class, .. } => class,
            Look::Card(card) => card.class,
            Look::Frame(frame) => frame.class,
            Look::Dot => "dot",
        };
        let step = item.step.as_ref();
        let step = step.map(|path| format!(r#" data-step="{}""#, escape(path)));
        self.line(format_args!(
            r#"<g class="lf-{class}"{}><title>{}</title>"#,
            step.unwrap_or_default(),
            escape(&item.tip)
        ));
        match &item.look {
            Look::Pill { name, detail, .. } => self.pill(name, detail, place),
            Look::Card(card) => self.card(card, place),
            Look::Frame(frame) => self.frame(frame, place),
            Look::Dot => {
                let (x, y) = (Px(place.x + 5.0), Px(place.y + 5.0));
                self.line(format_args!(r#"<circle class="lf-box" cx="{x}" cy="{y}" r="4"/>"#));
            }
        }
        self.line(format_args!("</g>"));
    }

    fn pill(&mut self, name: &str, detail: &str, place: &Place) {
        self.rect("lf-box", place, place.height / 2.0);
        let middle = Px(place.x + place.width / 2.0);
        let y = Px(place.y + place.height / 2.0 + 4.0);
        let detail = match detail {
            "" => String::new(),
            detail => format!(r#"<tspan class="lf-code" dx="6">{}</tspan>"#, escape(detail)),
        };
        let name = escape(name);
        self.line(format_args!(r#"<text class="lf-value" x="{middle}" y="{y}">{name}{detail}</text>"#));
    }

    fn card(&mut self, card: &Card, place: &Place) {
        let radius = if card.class == "glue" { 13.0 } else { 9.0 };
        self.rect("lf-box", place, radius);
        let mut y = place.y + 9.0;
        let named = |names: &[String]| names.iter().any(|name| !name.is_empty());
        if named(&card.entries) {
            for (name, x) in card.entries.iter().zip(&place.entries) {
                self.text("lf-port", *x, place.y + 13.0, name);
            }
            y += 13.0;
        }
        let middle = place.x + place.width / 2.0;
        if !card.title.is_empty() {
            self.text("lf-title", middle, y + 12.5, &card.title);
            y += 17.0;
        }
        for line in &card.lines {
            self.text("lf-code", middle, y + 10.5, line);
            y += 14.0;
        }
        if named(&card.exits) {
            for (name, x) in card.exits.iter().zip(&place.exits) {
                self.text("lf-port", *x, place.y + place.height - 6.0, name);
            }
        }
    }

    fn frame(&mut self, frame: &Frame, place: &Place) {
        if frame.class == "for" {
            // A second sheet behind it says "many".
            let behind = Place { x: place.x + SHEET, y: place.y + SHEET, ..place.clone() };
            self.rect("lf-box lf-sheet", &behind, 12.0);
        }
        self.rect("lf-box", place, 12.0);
        let (x, y) = (place.x + 14.0, place.y + HEAD / 2.0 + 4.0);
        let mut title = x;
        if let Some(icon) = icon(frame.class) {
            let (x, y) = (Px(x), Px(y - 10.0));
            self.line(format_args!(r#"<path class="lf-icon" transform="translate({x} {y})" d="{icon}"/>"#));
            title += 19.0;
        }
        let detail = match frame.detail.as_str() {
            "" => String::new(),
            detail => format!(r#"<tspan class="lf-code" dx="8">{}</tspan>"#, escape(detail)),
        };
        let (title, y, text) = (Px(title), Px(y), escape(&frame.title));
        self.line(format_args!(
            r#"<text class="lf-title lf-left" x="{title}" y="{y}">{text}{detail}</text>"#
        ));
        self.scene(&frame.scene, place.x + frame.inset.0, place.y + frame.inset.1);
    }
}

/// Drawn in a square of 12 pixels.
fn icon(class: &str) -> Option<&'static str> {
    match class {
        "for" => Some("M10.6 4.2A5 5 0 1 0 11 6.6M10.9 1.2V4.4H7.7"),
        "branch" => Some("M6 0.6L11.4 6L6 11.4L0.6 6Z"),
        "group" => Some("M4.4 3.4V1H11V7.6H8.6M1 4.4H7.6V11H1Z"),
        _ => None,
    }
}
