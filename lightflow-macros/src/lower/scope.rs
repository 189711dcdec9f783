//! Bodies that are being lowered, and the names that are visible in them.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::{Stmt, Type, visit::Visit};

use super::pattern;
use crate::diag::Diagnostics;
use crate::model::{Argument, Body, Step, StepKind, Tail, Wire, WireRef};

/// Lowering in progress: one level for each body around the current statement.
#[derive(Debug)]
pub struct Lower<'d> {
    pub diags: &'d mut Diagnostics,
    pub levels: Vec<Level>,
    /// The workflow's own name: calling it inside itself would never end.
    pub own_name: String,
    pub items: Vec<syn::Item>,
    pub unknown: Vec<Argument>,
    locals: usize,
}

#[derive(Debug)]
pub struct Level {
    pub wires: Vec<Wire>,
    pub steps: Vec<Step>,
    names: HashMap<String, usize>,
    /// Names that statements further down define.
    later: HashMap<String, Span>,
    ids: HashSet<String>,
    pub tail: Option<Argument>,
    /// The type that the last line has to give, when it is written and is not `()`.
    pub wanted: Option<Type>,
}

/// What a name means where it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Wire(WireRef),
    /// A later statement of a body around this one defines it.
    Later,
    /// Not a value of this workflow: a constant, a function, or a mistake.
    Other,
}

impl<'d> Lower<'d> {
    pub fn new(diags: &'d mut Diagnostics, own_name: String) -> Self {
        Self { diags, levels: Vec::new(), own_name, items: Vec::new(), unknown: Vec::new(), locals: 0 }
    }

    pub fn open(&mut self, statements: &[Stmt]) {
        let mut later = HashMap::new();
        for statement in statements {
            if let Stmt::Local(local) = statement {
                for name in pattern::bound(&local.pat) {
                    later.insert(name.to_string(), name.span());
                }
            }
        }
        let level = Level {
            wires: Vec::new(),
            steps: Vec::new(),
            names: HashMap::new(),
            later,
            ids: HashSet::new(),
            tail: None,
            wanted: None,
        };
        self.levels.push(level);
    }

    pub fn close(&mut self, name: String, span: Span) -> Body {
        let level = self.levels.pop().expect("opened before");
        let tail = Tail { span: level.tail.as_ref().map_or(span, Argument::span), value: level.tail };
        Body { name, wires: level.wires, steps: level.steps, tail }
    }

    pub fn level(&mut self) -> &mut Level {
        self.levels.last_mut().expect("inside a body")
    }

    pub fn param(&mut self, wire: Wire) -> usize {
        let level = self.level();
        let name = wire.name.clone();
        level.wires.push(wire);
        let index = level.wires.len() - 1;
        level.names.insert(name, index);
        index
    }

    /// Adds a step that writes new wires.
    pub fn step(
        &mut self,
        name: &str,
        span: Span,
        kind: StepKind,
        poisoned: bool,
        wires: Vec<Wire>,
    ) -> Vec<usize> {
        let id = self.unique_id(name);
        let level = self.level();
        let index = level.steps.len();
        let first = level.wires.len();
        let writes: Vec<usize> = (first..first + wires.len()).collect();
        level.wires.extend(wires.into_iter().map(|wire| Wire { from: Some(index), ..wire }));
        level.steps.push(Step { id, span, kind, writes: writes.clone(), poisoned });
        writes
    }

    fn unique_id(&mut self, name: &str) -> String {
        let ids = &mut self.level().ids;
        let mut id = name.to_owned();
        let mut count = 1;
        while !ids.insert(id.clone()) {
            count += 1;
            id = format!("{name}.{count}");
        }
        id
    }

    /// Makes a name mean a wire of this body from here on.
    pub fn define(&mut self, name: &Ident, wire: usize) {
        let text = name.to_string();
        let level = self.level();
        level.later.remove(&text);
        level.names.insert(text, wire);
    }

    pub fn resolve(&self, name: &str) -> Meaning {
        for (up, level) in self.levels.iter().rev().enumerate() {
            if let Some(&wire) = level.names.get(name) {
                return Meaning::Wire(WireRef { up, wire });
            }
        }
        if self.levels.iter().any(|level| level.later.contains_key(name)) {
            Meaning::Later
        } else {
            Meaning::Other
        }
    }

    pub fn wire(&self, wire: WireRef) -> &Wire {
        &self.levels[self.levels.len() - 1 - wire.up].wires[wire.wire]
    }

    /// The names of all values that can be used here.
    pub fn visible(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.levels.iter().flat_map(|level| level.names.keys().cloned()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// A new local for a value that is read bare.
    pub fn local(&mut self, name: &str, span: Span) -> Ident {
        self.locals += 1;
        let name = name.trim_start_matches("r#");
        let mut local = format_ident!("{}_{}", name, self.locals);
        local.set_span(span);
        local
    }
}

impl Argument {
    pub fn span(&self) -> Span {
        /// The first token that stands for something.
        struct First(Option<Span>);
        impl Visit<'_> for First {
            fn visit_ident(&mut self, name: &Ident) {
                self.0.get_or_insert(name.span());
            }
        }
        let mut first = First(None);
        first.visit_expr(&self.expr);
        first.0.unwrap_or_else(|| syn::spanned::Spanned::span(&self.expr))
    }
}
