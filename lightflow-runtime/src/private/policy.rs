//! Checks what a workflow forbids, while rustc evaluates.

use super::text::Text;
use crate::plan::{Action, Body};
use crate::spec::{Callee, Need, same_text};

/// Fails to compile when a step needs what its workflow forbids, however deep inside compositions.
///
/// `whose` says who forbids it, and `help` what to take off.
#[track_caller]
pub const fn check_denied(callee: Callee, denies: &[&str], whose: &str, help: &str) {
    visit(callee, Text::EMPTY, &Denial { denies, whose, help }, 16);
}

struct Denial<'a> {
    denies: &'a [&'a str],
    whose: &'a str,
    help: &'a str,
}

#[track_caller]
const fn visit(callee: Callee, path: Text, denial: &Denial<'_>, depth: usize) {
    let arrow = if path.as_str().is_empty() { "" } else { " → " };
    let path = path.all(&[arrow, callee.name()]);
    match callee {
        Callee::Node(node, _) => {
            let mut index = 0;
            while index < node.needs.len() {
                refuse_denied(&node.needs[index], &path, denial);
                index += 1;
            }
        }
        Callee::Composition(graph) if depth > 0 => follow(graph.body, &path, denial, depth - 1),
        Callee::Composition(_) => {}
    }
}

#[track_caller]
const fn follow(body: &Body, path: &Text, denial: &Denial<'_>, depth: usize) {
    let mut step = 0;
    while step < body.steps.len() {
        match body.steps[step].does.action {
            Action::Call { callee, .. } => visit(callee, Text::EMPTY.push(path.as_str()), denial, depth),
            Action::Map { body, .. } => follow(body, path, denial, depth),
            Action::Branch { arms, .. } => {
                let mut arm = 0;
                while arm < arms.len() {
                    follow(arms[arm].body, path, denial, depth);
                    arm += 1;
                }
            }
            Action::Glue { .. } => {}
        }
        step += 1;
    }
}

#[track_caller]
const fn refuse_denied(need: &Need, path: &Text, denial: &Denial<'_>) {
    let mut index = 0;
    while index < denial.denies.len() {
        if same_text(denial.denies[index], need.kind()) {
            let name = need.name();
            let what = Text::EMPTY.push(need.kind());
            let what = if name.is_empty() { what } else { what.all(&[" (", name, ")"]) };
            Text::EMPTY
                .all(&["`", path.as_str(), "` needs ", what.as_str(), ", which ", denial.whose, " denies"])
                .all(&["\nhelp: use a node that does without, or take ", denial.help])
                .refuse()
        }
        index += 1;
    }
}
