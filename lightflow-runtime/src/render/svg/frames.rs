//! Frames around bodies: where values enter them is right above where they are used inside.

use super::boxes::{Frame, Item, Look, tip};
use super::scene::{Feed, Origin, Part, Scene, inside};
use crate::render::layout::{Graph, Node, Pin, Slot, place};
use crate::render::view::{BodyView, InputView, StepKind, StepView};

/// A group or a `for`.
pub(crate) fn around(step: &StepView, body: &BodyView) -> Part {
    let class = match step.kind {
        StepKind::For => "for",
        _ => "group",
    };
    let mut frame = Item::frame(class, step.id, &step.detail_beside_id(), inside(body));
    let inlets = inlets(&frame, 0.0);
    let mut entrance = Entrance::new(frame.width);
    // A group's ports have its parameters' names; a `for` has one list, and its item.
    let own = match step.kind {
        StepKind::For => step.own_inputs(),
        _ => step.inputs.iter().collect(),
    };
    for input in own {
        let param = match step.kind {
            StepKind::For => Some(0),
            _ => body.params.iter().position(|name| *name == input.port),
        };
        let x = param.and_then(|param| inlets.params.get(param));
        entrance.feed(Origin::of(input), input.wire, x.map(|(_, x)| *x));
    }
    entrance.capture(&inlets);
    finish(step, &mut frame, &entrance, outlet);
    Part { item: frame, feeds: entrance.feeds }
}

/// A branch: its arms side by side.
pub(crate) fn branch(step: &StepView) -> Part {
    let arms: Vec<Item> = step
        .arms
        .iter()
        .map(|arm| {
            let mut item = Item::frame("arm", arm.name, "", inside(&arm.body));
            item.tip = format!("{} of {}", arm.name, step.path);
            item
        })
        .collect();
    let nodes = arms.iter().map(|arm| Node {
        width: arm.width,
        height: arm.height,
        pin: Pin::Top,
        entries: Vec::new(),
        exits: Vec::new(),
    });
    let drawing = place(&Graph { nodes: nodes.collect(), edges: Vec::new() });
    let scene = Scene {
        items: arms,
        drawing,
        tips: Default::default(),
        params: Vec::new(),
        captures: Default::default(),
    };
    let mut frame = Item::frame("branch", step.id, &step.detail_beside_id(), scene);
    let mut all = Inlets::default();
    if let Look::Frame(Frame { scene, inset, .. }) = &frame.look {
        for (arm, place) in scene.items.iter().zip(&scene.drawing.places) {
            let arm = inlets(arm, inset.0 + place.x);
            all.params.extend(arm.params);
            all.captures.extend(arm.captures);
        }
    }
    let mut entrance = Entrance::new(frame.width);
    let own = step.own_inputs();
    for input in &own {
        let origin = Origin::of(input);
        // What is decided on can also be used inside; one line then says both.
        if !all.captures.iter().any(|(captured, ..)| *captured == origin) {
            entrance.feed(origin, input.wire, all.awaits(input, &own));
        }
    }
    entrance.capture(&all);
    finish(step, &mut frame, &entrance, |frame| frame.width / 2.0);
    Part { item: frame, feeds: entrance.feeds }
}

fn finish(step: &StepView, frame: &mut Item, entrance: &Entrance, outlet: fn(&Item) -> f64) {
    frame.entries.clone_from(&entrance.slots);
    frame.exits = vec![Slot::At(outlet(frame)); step.outputs.len().max(1)];
    frame.tip = tip(step);
    frame.step = Some(step.path.clone());
}

/// Below the dot of the result.
fn outlet(frame: &Item) -> f64 {
    let Look::Frame(Frame { scene, inset, .. }) = &frame.look else {
        return frame.width / 2.0;
    };
    let last = scene.items.len().checked_sub(1);
    let dot = last.map(|last| &scene.drawing.places[last]);
    dot.map_or(frame.width / 2.0, |dot| inset.0 + dot.x + dot.width / 2.0)
}

/// Where values are awaited inside a frame.
#[derive(Default)]
struct Inlets {
    /// The name and the x of each parameter.
    params: Vec<(String, f64)>,
    /// The origin as seen from around the frame, the name, and the x.
    captures: Vec<(Origin, String, f64)>,
}

impl Inlets {
    /// Where a branch's own input goes on: to the parameter of its name, or to one that a pattern
    /// binds, which has the name of none of them.
    fn awaits(&self, input: &InputView, own: &[&InputView]) -> Option<f64> {
        let same = self.params.iter().find(|(name, _)| name == input.wire);
        let mut params = self.params.iter();
        let bound = params.find(|(name, _)| !own.iter().any(|input| input.wire == name));
        same.or(bound).map(|(_, x)| *x)
    }
}

fn inlets(frame: &Item, left: f64) -> Inlets {
    let mut inlets = Inlets::default();
    let Look::Frame(Frame { scene, inset, .. }) = &frame.look else {
        return inlets;
    };
    let at = |item: usize| {
        let name = match &scene.items[item].look {
            Look::Pill { name, .. } => name.clone(),
            _ => String::new(),
        };
        let place = &scene.drawing.places[item];
        (name, left + inset.0 + place.x + place.width / 2.0)
    };
    inlets.params = scene.params.iter().map(|param| at(*param)).collect();
    for (origin, item) in &scene.captures {
        let (name, x) = at(*item);
        let outside = Origin { up: origin.up - 1, wire: origin.wire };
        inlets.captures.push((outside, name, x));
    }
    inlets
}

/// The upper side of a frame.
struct Entrance {
    width: f64,
    slots: Vec<Slot>,
    feeds: Vec<Feed>,
}

impl Entrance {
    fn new(width: f64) -> Self {
        Self { width, slots: Vec::new(), feeds: Vec::new() }
    }

    fn feed(&mut self, from: Origin, name: &str, x: Option<f64>) {
        self.feeds.push(Feed { from, name: name.to_owned(), entry: self.slots.len() });
        self.slots.push(Slot::At(x.unwrap_or(self.width / 2.0)));
    }

    /// Feeds every captured value, once.
    fn capture(&mut self, inlets: &Inlets) {
        let mut seen: Vec<Origin> = Vec::new();
        for (origin, name, x) in &inlets.captures {
            if !seen.contains(origin) {
                seen.push(*origin);
                self.feed(*origin, name, Some(*x));
            }
        }
    }
}
