//! A body to `'static` data: one constant for each wire and step, one function for each step.
//!
//! One function per step keeps rustc's work linear in the number of steps; a function with all of them is checked in
//! quadratic time.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Type;

use super::checks::Checks;
use super::{argument, row, step};
use crate::lower::Lowered;
use crate::model::{Body, Links, MapOver, Passing, Read, Reader, StepKind, Uses, Wire, WireRef, WireTy};
use crate::syntax::Function;

/// A body with the bodies around it, innermost last.
pub struct Scope<'a> {
    pub bodies: Vec<&'a Body>,
    /// Readers of the innermost body's wires.
    pub uses: Uses,
    /// What waits for what in the innermost body.
    pub links: Links,
    /// If the innermost body is that of a `for`: the type that stands for how its items are run.
    pub lane: Option<Ident>,
}

impl<'a> Scope<'a> {
    fn new(bodies: Vec<&'a Body>) -> Self {
        let body = bodies[bodies.len() - 1];
        let uses = Uses::of(body);
        let links = Links::of(body, &uses);
        Self { bodies, uses, links, lane: None }
    }

    pub fn inside(&self, body: &'a Body) -> Self {
        let mut bodies = self.bodies.clone();
        bodies.push(body);
        Self::new(bodies)
    }

    pub fn body(&self) -> &'a Body {
        self.bodies[self.bodies.len() - 1]
    }

    pub fn wire(&self, wire: WireRef) -> &'a Wire {
        &self.bodies[self.bodies.len() - 1 - wire.up].wires[wire.wire]
    }

    /// The constant with the offsets of the body `up` levels outwards.
    pub fn layout(&self, up: usize) -> Ident {
        format_ident!("__LAYOUT_{}", self.bodies.len() - 1 - up)
    }

    /// How `reader` gets what it reads.
    pub fn passing(&self, read: &Read, reader: Reader) -> Passing {
        match read.wire.up {
            0 => self.uses.passing(read.wire.wire, reader),
            _ => Passing::Clone,
        }
    }
}

/// The plan of a composition or workflow: `static __BODY`.
pub fn plan(body: &Body, function: &Function) -> TokenStream {
    let scope = Scope::new(vec![body]);
    let output = &function.output;
    let result = Result_::Declared(output);
    let params = function.params.len();
    let literal = body_literal(&scope, &result, params);
    quote! {
        static __BODY: __lf::Body = { #literal };
    }
}

/// What can be checked of a graph with mistakes in it: rustc finds its own, and nothing is run.
pub fn checks(graph: &Lowered, function: &Function) -> TokenStream {
    let scope = Scope::new(vec![&graph.body]);
    let result = Result_::Declared(&function.output);
    let items = check_items(&scope, &result);
    let refused = &graph.items;
    let unknown = graph.unknown.iter().map(|argument| {
        let near = step::near_lets(&argument.near, &[]);
        let expr = &argument.expr;
        quote!(const _: fn() = || { #near __lf::taken_apart(#expr); };)
    });
    quote! {
        static __BODY: __lf::Body = __lf::Body::REFUSED;
        const _: () = { #(#refused)* #(#unknown)* #items };
    }
}

/// The type that a body gives.
pub enum Result_<'a> {
    Declared(&'a Type),
    Inferred(&'a WireTy),
}

fn check_items(scope: &Scope<'_>, result: &Result_<'_>) -> TokenStream {
    let body = scope.body();
    let layout = layout(scope);
    let steps = body.steps.iter().enumerate().filter(|(_, step)| !step.poisoned);
    let functions = steps.map(|(index, _)| step::functions(scope, index, true));
    let inner = body.steps.iter().flat_map(|step| inner_bodies(scope, &step.kind)).map(|(inner, result)| {
        let items = check_items(&inner, &result);
        quote!(const _: () = { #items };)
    });
    let tail_poisoned =
        body.tail.value.as_ref().is_some_and(|value| {
            value.refused || value.reads.iter().any(|read| scope.wire(read.wire).poisoned)
        });
    let unknown = matches!(result, Result_::Inferred(WireTy::Unknown));
    let finish = (!tail_poisoned && !unknown).then(|| finish(scope, result));
    quote!(#layout #(#functions)* #(#inner)* #finish)
}

fn inner_bodies<'a>(scope: &Scope<'a>, kind: &'a StepKind) -> Vec<(Scope<'a>, Result_<'a>)> {
    match kind {
        StepKind::Branch(branch) => {
            branch.arms.iter().map(|arm| (scope.inside(&arm.body), Result_::Inferred(&branch.ty))).collect()
        }
        StepKind::Map { body, .. } => {
            vec![(scope.inside(body), Result_::Inferred(&WireTy::Unknown))]
        }
        _ => Vec::new(),
    }
}

/// `Body { .. }` after the items that it is made of.
pub fn body_literal(scope: &Scope<'_>, result: &Result_<'_>, params: usize) -> TokenStream {
    let body = scope.body();
    let layout = layout(scope);
    let layout_name = scope.layout(0);
    let steps = body.steps.iter().enumerate().map(|(index, _)| step::functions(scope, index, false));
    let all_steps = rows(scope);
    let count = body.steps.len().div_ceil(STRIDE);
    let stride_names = (0..count).map(|index| format_ident!("__stride_{index}"));
    let strides = (0..count).map(|index| stride(index * STRIDE..body.steps.len().min((index + 1) * STRIDE)));
    let finish = finish(scope, result);
    let inputs = body.tail.value.iter().flat_map(|value| row::inputs(scope, "", value, Reader::Result));
    let takes = scope.links.result_takes.iter().map(|wire| Literal::u32_unsuffixed(*wire as u32));
    let lane = scope.lane.as_ref().map(|lane| lane_impl(lane, count));
    let name = &body.name;
    let params = Literal::u32_suffixed(params as u32);
    quote! {
        #layout
        #(#steps)*
        #all_steps
        #finish
        const __PLAIN: bool = #layout_name.plain;
        #(#strides)*
        const __TAKES: &[u32] = &[#(#takes),*];
        #lane
        __lf::Body {
            name: #name,
            wires: &__WIRES,
            params: #params,
            offsets: &#layout_name.offsets,
            size: #layout_name.size,
            align: #layout_name.align,
            plain: __PLAIN,
            steps: &__STEPS,
            strides: __lf::strides::<#STRIDE>(&[#(#stride_names),*]),
            finish: __finish,
            takes: __TAKES,
            result: &[#(#inputs),*],
            file: ::core::file!(),
        }
    }
}

/// How many steps one function runs; the engine counts on it.
const STRIDE: usize = 32;

/// How the items of a `for` are run: in one loop, when its steps fit into one stride.
fn lane_impl(lane: &Ident, strides: usize) -> TokenStream {
    let whole = strides == 1;
    let run = whole.then(|| {
        quote! {
            #[inline(always)]
            fn run(__walk: &mut __lf::Walk, __sink: __lf::Sink<'static>) -> bool {
                __stride_0(__walk) && __walk.finish(__TAKES, __finish, __sink)
            }
        }
    });
    quote! {
        impl __lf::Lane for #lane {
            const WHOLE: bool = #whole;
            const PLAIN: bool = __PLAIN;
            #run
        }
    }
}

/// The function that runs some steps in a row.
fn stride(steps: std::ops::Range<usize>) -> TokenStream {
    let name = format_ident!("__stride_{}", steps.start / STRIDE);
    let calls = steps.map(|index| {
        let (part, place) =
            (format_ident!("__STEPS_{}", index / STRIDE), Literal::usize_unsuffixed(index % STRIDE));
        let index = Literal::u32_suffixed(index as u32);
        quote!(__walk.step(#index, &#part[#place], __PLAIN))
    });
    quote! {
        #[inline]
        fn #name(__walk: &mut __lf::Walk) -> bool {
            #(#calls)&&*
        }
    }
}

fn layout(scope: &Scope<'_>) -> TokenStream {
    let body = scope.body();
    let name = scope.layout(0);
    let count = body.wires.len();
    let wires = body.wires.iter().enumerate().map(|(index, wire)| {
        let text = wire.name.trim_start_matches("r#");
        let uses = Literal::u32_suffixed(scope.uses.count(index).max(1) as u32);
        match wire.mode {
            crate::model::Mode::Lent => {
                let ty = wire.ty.lent_witness();
                quote!(__lf::Wire::lent(#ty, #text, #uses))
            }
            crate::model::Mode::Owned => {
                let from = super::spec::option(wire.from.map(|step| {
                    let step = Literal::u32_suffixed(step as u32);
                    quote!(#step)
                }));
                let ty = wire.ty.witness();
                quote!(__lf::Wire::new(#ty, #text, #from, #uses))
            }
        }
    });
    let wires = list(&format_ident!("__WIRES"), &quote!(__lf::Wire), wires.collect());
    quote! {
        #wires
        const #name: __lf::Layout<#count> = __lf::layout(&__WIRES);
    }
}

/// The plan's rows: `const __STEPS: [Step; N]`, and its parts as constants.
fn rows(scope: &Scope<'_>) -> TokenStream {
    let count = scope.body().steps.len();
    let parts = (0..count).step_by(STRIDE).map(|start| {
        let mut rows = row::Rows::default();
        (start..count.min(start + STRIDE)).for_each(|index| rows.push(scope, index));
        rows
    });
    joined(&format_ident!("__STEPS"), &quote!(__lf::Step), count, |name, part| part.item(name, scope), parts)
}

/// `static NAME: [T; N]`, and its parts as constants.
///
/// rustc checks each item on its own, so one for each element costs more than the element.
fn list(name: &Ident, ty: &TokenStream, elements: Vec<TokenStream>) -> TokenStream {
    let constant = |name: &Ident, part: &[TokenStream]| {
        let count = part.len();
        quote!(static #name: [#ty; #count] = [#(#part),*];)
    };
    joined(name, ty, elements.len(), constant, elements.chunks(STRIDE))
}

/// `const NAME: [T; N]` of parts that are constants.
fn joined<P>(
    name: &Ident,
    ty: &TokenStream,
    count: usize,
    constant: impl Fn(&Ident, P) -> TokenStream,
    parts: impl Iterator<Item = P>,
) -> TokenStream {
    if count == 0 {
        return quote!(const #name: [#ty; 0] = [];);
    }
    let names: Vec<Ident> = (0..count.div_ceil(STRIDE)).map(|part| format_ident!("{name}_{part}")).collect();
    let parts = names.iter().zip(parts).map(|(name, part)| constant(name, part));
    quote! {
        #(#parts)*
        const #name: [#ty; #count] = __lf::join(&[#(&#names),*]);
    }
}

/// Computes the body's result. The user's last expression meets the declared type here.
fn finish(scope: &Scope<'_>, result: &Result_<'_>) -> TokenStream {
    let tail = &scope.body().tail;
    let (prologue, value) = match &tail.value {
        Some(value) => {
            let expr = &value.expr;
            (step::prologue(scope, &value.reads, Reader::Result, &value.near), quote!(#expr))
        }
        None => (quote!(), quote_spanned!(tail.span => ())),
    };
    let write = match result {
        Result_::Declared(ty) => quote!(let __value: #ty = #value; __sink.write(__value);),
        Result_::Inferred(WireTy::Named(ty)) => {
            quote!(let __value: #ty = #value; __sink.write(__value);)
        }
        Result_::Inferred(ty) => {
            let ty = ty.witness();
            quote! {
                let __value;
                if false { __value = __lf::any_of(#ty) } else { __value = #value }
                __sink.write(__value);
            }
        }
    };
    quote! {
        fn __finish<'f>(__frame: __lf::Frame<'f>, __sink: __lf::Sink<'f>) {
            #prologue
            #write
        }
    }
}

/// What stands beside the item: checks of required ports, and rustc's own warning for variables that no step reads.
///
/// As rustc does, this warns only about what is complete: what was refused may have read the variable.
pub fn beside(body: &Body, complete: bool) -> TokenStream {
    let mut found = Beside { complete, ..Beside::default() };
    found.collect(body);
    let Beside { unused, checks, near, .. } = found;
    // A variable that a misspelt name was meant to be is not unused.
    let unused = unused
        .into_iter()
        .filter(|name| complete && !near.contains(name))
        .map(|name| quote_spanned!(name.span() => const _: fn() = || { let #name = (); };));
    let checks = checks.into_tokens(|checks| checks);
    quote!(#(#unused)* #checks)
}

#[derive(Default)]
struct Beside {
    unused: Vec<Ident>,
    checks: Checks,
    near: Vec<Ident>,
    complete: bool,
}

impl Beside {
    fn collect(&mut self, body: &Body) {
        let uses = Uses::of(body);
        for (index, wire) in body.wires.iter().enumerate() {
            let plain = !wire.name.starts_with('_') && !wire.name.starts_with("r#");
            if wire.variable && !wire.poisoned && uses.count(index) == 0 && plain {
                self.unused.push(Ident::new(&wire.name, wire.span));
            }
        }
        self.near.extend(body.tail.value.iter().flat_map(|value| value.near.clone()));
        for step in &body.steps {
            match &step.kind {
                StepKind::Call(call) => {
                    // A value that is called as if it were a node is not unused.
                    self.near.extend(call.path.get_ident().cloned());
                    self.near.extend(call.arguments().flat_map(|argument| argument.near.clone()));
                    if !step.poisoned {
                        step::required_check(call, step.span, &mut self.checks);
                        argument::checks(call, step.span, self.complete, &mut self.checks);
                    }
                }
                StepKind::Glue(argument, _) => self.near.extend(argument.near.clone()),
                StepKind::Split { .. } => {}
                StepKind::Branch(branch) => {
                    self.near.extend(branch.scrutinee.near.clone());
                    branch.arms.iter().for_each(|arm| self.collect(&arm.body));
                }
                StepKind::Map { over: MapOver::Owned(list) | MapOver::Lent(list), body, .. } => {
                    self.near.extend(list.near.clone());
                    self.collect(body);
                }
            }
        }
    }
}
