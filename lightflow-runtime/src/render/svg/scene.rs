//! Makes a body's boxes and lays them out; bodies inside come first, for their size.

use std::collections::{BTreeMap, HashMap};

use super::boxes::{Card, Item, limits};
use super::frames;
use crate::render::chart::one_line;
use crate::render::layout::{Drawing, Edge, Graph, Node, Pin, place};
use crate::render::view::{BodyView, InputView, ParamView, StepKind, StepView, View};

/// A body that is laid out.
pub(crate) struct Scene {
    pub items: Vec<Item>,
    pub drawing: Drawing,
    /// What is told of the line from an item's exit.
    pub tips: HashMap<(usize, usize), String>,
    /// The item of each parameter.
    pub params: Vec<usize>,
    /// The items of values from bodies around this one, as they are seen from it.
    pub captures: BTreeMap<Origin, usize>,
}

/// A wire of this body, or `up` bodies outwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origin {
    pub up: u32,
    pub wire: usize,
}

impl Origin {
    pub fn of(input: &InputView) -> Self {
        Self { up: input.up, wire: input.index }
    }
}

/// A step's box, and the values that it wants.
pub(crate) struct Part {
    pub item: Item,
    pub feeds: Vec<Feed>,
}

/// A value that goes into an entry.
pub(crate) struct Feed {
    pub from: Origin,
    /// The value's name.
    pub name: String,
    pub entry: usize,
}

/// The scene of a workflow.
pub(crate) fn root(view: &View) -> Scene {
    let described = view.params.iter().map(Some).chain(std::iter::repeat(None));
    let params = view.body.params.iter().zip(described);
    let params = params.map(|(name, param)| match param {
        Some(param) => Item::pill("param", name, &type_of(param), param_tip(param)),
        None => Item::pill("param", name, "", (*name).to_owned()),
    });
    let unit = view.output == "()" && view.body.result.is_empty();
    let result = (!unit).then(|| {
        let tip = format!("gives {}", view.output);
        Item::pill("result", view.output, "", tip)
    });
    scene(&view.body, params.collect(), result)
}

/// The scene of a group, a `for` or an arm.
pub(crate) fn inside(body: &BodyView) -> Scene {
    let params = body.params.iter();
    let params = params.map(|name| Item::pill("param", name, "", (*name).to_owned()));
    let tip = format!("the result of {}", body.name);
    scene(body, params.collect(), Some(Item::dot(tip)))
}

fn type_of(param: &ParamView) -> String {
    match param.default {
        Some(default) => format!("{} = {default}", param.ty),
        None => param.ty.to_owned(),
    }
}

fn param_tip(param: &ParamView) -> String {
    let mut lines = vec![format!("{}: {}", param.name, type_of(param))];
    if !param.doc.is_empty() {
        lines.push(one_line(param.doc));
    }
    lines.extend(param.range.map(|range| format!("range {range}")));
    if !param.choices.is_empty() {
        lines.push(format!("one of {}", param.choices.join(", ")));
    }
    lines.extend(param.unit.map(|unit| format!("in {unit}")));
    lines.join("\n")
}

fn scene(body: &BodyView, params: Vec<Item>, result: Option<Item>) -> Scene {
    let mut parts: Vec<Part> = body.steps.iter().map(part).collect();
    if let Some(item) = result {
        let feeds = body.result.iter().map(|input| Feed {
            from: Origin::of(input),
            name: input.wire.to_owned(),
            entry: 0,
        });
        parts.push(Part { item, feeds: feeds.collect() });
    }
    let param_count = params.len();
    let mut items = params;
    let mut captures = BTreeMap::new();
    for feed in parts.iter().flat_map(|part| &part.feeds) {
        if feed.from.up > 0 {
            captures.entry(feed.from).or_insert_with(|| {
                let tip = format!("{}, from around", feed.name);
                items.push(Item::pill("capture", &feed.name, "", tip));
                items.len() - 1
            });
        }
    }
    // Which item and exit gives each wire.
    let mut exits: HashMap<usize, (usize, usize)> = HashMap::new();
    for param in 0..param_count {
        exits.insert(param, (param, 0));
    }
    let first = items.len();
    for (index, step) in body.steps.iter().enumerate() {
        for (exit, wire) in step.writes.iter().enumerate() {
            exits.insert(*wire, (first + index, exit));
        }
    }
    let mut edges = Vec::new();
    let mut tips: HashMap<(usize, usize), String> = HashMap::new();
    for (index, part) in parts.into_iter().enumerate() {
        let to = first + index;
        let reader =
            part.item.step.as_ref().map_or("the result", |path| path.rsplit('/').next().unwrap_or(path));
        for feed in &part.feeds {
            let from = match captures.get(&feed.from) {
                Some(capture) => Some((*capture, 0)),
                None => exits.get(&feed.from.wire).copied(),
            };
            // Only what lies before can be drawn; a plan has nothing else.
            let Some((from, exit)) = from.filter(|(from, _)| *from < to) else {
                continue;
            };
            edges.push((from, exit, to, feed.entry));
            tips.entry((from, exit))
                .and_modify(|tip| {
                    tip.push_str(", ");
                    tip.push_str(reader);
                })
                .or_insert_with(|| format!("{} → {reader}", feed.name));
        }
        items.push(part.item);
    }
    edges.sort_unstable();
    edges.dedup();
    let drawing = place(&Graph {
        nodes: items.iter().enumerate().map(|(index, item)| node(item, index < param_count)).collect(),
        edges: edges.into_iter().map(|(from, exit, to, entry)| Edge { from, exit, to, entry }).collect(),
    });
    Scene { items, drawing, tips, params: (0..param_count).collect(), captures }
}

fn node(item: &Item, param: bool) -> Node {
    Node {
        width: item.width,
        height: item.height,
        pin: if param {
            Pin::Top
        } else if item.is_result() {
            Pin::Bottom
        } else {
            Pin::Free
        },
        entries: item.entries.clone(),
        exits: item.exits.clone(),
    }
}

fn part(step: &StepView) -> Part {
    match (&step.body, step.kind) {
        (Some(body), _) => frames::around(step, body),
        (None, StepKind::Branch) if !step.arms.is_empty() => frames::branch(step),
        _ => card(step),
    }
}

fn card(step: &StepView) -> Part {
    let mut ports: Vec<&str> = Vec::new();
    let mut feeds = Vec::new();
    for input in &step.inputs {
        let known = ports.iter().position(|port| *port == input.port);
        let entry = known.unwrap_or_else(|| {
            ports.push(input.port);
            ports.len() - 1
        });
        feeds.push(Feed { from: Origin::of(input), name: input.wire.to_owned(), entry });
    }
    let named = |names: &[&str]| -> Vec<String> {
        // With one there is nothing to tell apart.
        let shown = names.len() > 1;
        let names = names.iter().map(|name| if shown { *name } else { "" });
        names.map(str::to_owned).collect()
    };
    let detail = step.detail_beside_id();
    let (title, mut lines) = if step.kind == StepKind::Glue {
        let text = match detail.as_str() {
            "" => step.id.to_owned(),
            // The names that a pattern binds are in it.
            text if step.outputs.len() > 1 => text.to_owned(),
            text => format!("{} = {text}", step.id),
        };
        (String::new(), vec![text])
    } else {
        (step.id.to_owned(), vec![detail])
    };
    lines.extend(limits(step));
    let class = match step.kind {
        StepKind::Node => "node",
        StepKind::Glue => "glue",
        StepKind::Group => "group",
        StepKind::For => "for",
        StepKind::Branch => "branch",
    };
    let card = Card { class, title, lines, entries: named(&ports), exits: named(&step.outputs) };
    Part { item: Item::card(step, class, card), feeds }
}
