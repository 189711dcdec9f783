//! Adds up what a workflow uses up, while rustc evaluates.
//!
//! Memory counts once for each node, as its weights stay loaded. Money counts for each step: of a branch the dearest
//! arm, and of a `for` one item, since nobody knows how many there will be.

use super::text::Text;
use crate::plan::{Action, Body};
use crate::spec::{Callee, Money, same_text};

/// Fails to compile when the nodes of a workflow declare more memory of a graphics card than it may use.
#[track_caller]
pub const fn check_vram(callee: Callee, limit: u64, text: &str) {
    let mut all = Seen { ids: [""; 256], len: 0, bytes: 0, list: Text::EMPTY };
    memory(callee, &mut all, 16);
    if all.bytes > limit {
        let sum = bytes(Text::EMPTY, all.bytes);
        Text::EMPTY
            .all(&[
                "the nodes of `",
                callee.name(),
                "` need ",
                sum.as_str(),
                " of vram, and the budget is ",
                text,
            ])
            .all(&["\nnote: ", all.list.as_str()])
            .push("\nhelp: raise the budget, or use nodes that need less")
            .refuse()
    }
}

/// Fails to compile when the steps of a workflow declare a higher cost than it may have.
#[track_caller]
pub const fn check_cost(callee: Callee, limit: Money, text: &str) {
    let sum = cost(callee, limit.currency, 16);
    if sum > limit.nanos {
        let sum = amount(Text::EMPTY, sum).all(&[" ", limit.currency]);
        Text::EMPTY
            .all(&["the steps of `", callee.name(), "` cost ", sum.as_str(), ", and the budget is ", text])
            .push("\nhelp: raise the budget, or take steps out")
            .refuse()
    }
}

/// Nodes that were counted.
struct Seen {
    ids: [&'static str; 256],
    len: usize,
    bytes: u64,
    list: Text,
}

impl Seen {
    const fn add(&mut self, id: &'static str, name: &'static str, vram: u64) {
        let mut index = 0;
        while index < self.len {
            if same_text(self.ids[index], id) {
                return;
            }
            index += 1;
        }
        if self.len < self.ids.len() {
            self.ids[self.len] = id;
            self.len += 1;
        }
        self.bytes = self.bytes.saturating_add(vram);
        let comma = if self.list.as_str().is_empty() { "`" } else { ", `" };
        self.list = bytes(Text::EMPTY.all(&[self.list.as_str(), comma, name, "` "]), vram);
    }
}

const fn memory(callee: Callee, all: &mut Seen, depth: usize) {
    match callee {
        Callee::Node(node, _) => {
            if let Some(vram) = node.budget.vram {
                all.add(node.id, node.name, vram);
            }
        }
        Callee::Composition(graph) if depth > 0 => memory_of(graph.body, all, depth - 1),
        Callee::Composition(_) => {}
    }
}

const fn memory_of(body: &Body, all: &mut Seen, depth: usize) {
    let mut step = 0;
    while step < body.steps.len() {
        match body.steps[step].does.action {
            Action::Call { callee, .. } => memory(callee, all, depth),
            Action::Map { body, .. } => memory_of(body, all, depth),
            Action::Branch { arms, .. } => {
                let mut arm = 0;
                while arm < arms.len() {
                    memory_of(arms[arm].body, all, depth);
                    arm += 1;
                }
            }
            Action::Glue { .. } => {}
        }
        step += 1;
    }
}

#[track_caller]
const fn cost(callee: Callee, currency: &str, depth: usize) -> u64 {
    match callee {
        Callee::Node(node, _) => match node.budget.cost {
            Some(money) if same_text(money.currency, currency) => money.nanos,
            Some(money) => Text::EMPTY
                .all(&["`", node.name, "` costs ", money.currency, ", and the budget is in ", currency])
                .push("\nhelp: declare both in one currency")
                .refuse(),
            None => 0,
        },
        Callee::Composition(graph) if depth > 0 => cost_of(graph.body, currency, depth - 1),
        Callee::Composition(_) => 0,
    }
}

#[track_caller]
const fn cost_of(body: &Body, currency: &str, depth: usize) -> u64 {
    let (mut sum, mut step) = (0u64, 0);
    while step < body.steps.len() {
        let more = match body.steps[step].does.action {
            Action::Call { callee, .. } => cost(callee, currency, depth),
            Action::Map { body, .. } => cost_of(body, currency, depth),
            Action::Branch { arms, .. } => {
                let (mut most, mut arm) = (0, 0);
                while arm < arms.len() {
                    let one = cost_of(arms[arm].body, currency, depth);
                    most = if one > most { one } else { most };
                    arm += 1;
                }
                most
            }
            Action::Glue { .. } => 0,
        };
        sum = sum.saturating_add(more);
        step += 1;
    }
    sum
}

/// `8GiB`, `1536MiB`.
const fn bytes(text: Text, bytes: u64) -> Text {
    match bytes {
        bytes if bytes % (1 << 30) == 0 => text.number((bytes >> 30) as i128).push("GiB"),
        bytes if bytes % (1 << 20) == 0 => text.number((bytes >> 20) as i128).push("MiB"),
        bytes => text.number(bytes as i128).push(" bytes"),
    }
}

/// `0.12`: at least two digits behind the point, and as many as there are.
const fn amount(text: Text, nanos: u64) -> Text {
    let mut text = text.number((nanos / 1_000_000_000) as i128).push(".");
    let mut left = nanos % 1_000_000_000;
    let (mut unit, mut digits) = (100_000_000, 0);
    while unit > 0 && (left > 0 || digits < 2) {
        text = text.number((left / unit) as i128);
        left %= unit;
        unit /= 10;
        digits += 1;
    }
    text
}
