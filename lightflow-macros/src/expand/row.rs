//! A step's row in the plan: what it does, what it waits for, and what is wired to it.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Pat;

use super::body::{self, Result_, Scope};
use super::{contract, spec};
use crate::lower::text_of;
use crate::model::{Argument, Call, CallArgs, MapOver, Passing, Read, Reader, Share, Step, StepKind};

/// The rows of some steps, and what their lists are cut from.
///
/// Each `&[..]` in a row would be a constant of its own to rustc.
#[derive(Default)]
pub struct Rows {
    steps: Vec<TokenStream>,
    links: Vec<Literal>,
    inputs: Vec<TokenStream>,
    numbers: Vec<TokenStream>,
}

impl Rows {
    pub fn push(&mut self, scope: &Scope<'_>, index: usize) {
        let row = self.row(scope, index);
        self.steps.push(row);
    }

    /// `static NAME: [Step; N]`, or a constant of it.
    ///
    /// rustc reads a static faster. But what runs the items of a `for` is compiled with the engine's own loop, perhaps
    /// apart from this module, and knows what a constant holds only.
    pub fn item(&self, name: &Ident, scope: &Scope<'_>) -> TokenStream {
        let Self { steps, links, inputs, numbers } = self;
        let count = steps.len();
        let kind = if scope.lane.is_some() { quote!(const) } else { quote!(static) };
        quote! {
            #kind #name: [__lf::Step; #count] = {
                const __LINKS: &[u32] = &[#(#links),*];
                const __INPUTS: &[__lf::Input] = &[#(#inputs),*];
                const __NUMBERS: &[(&str, i64)] = &[#(#numbers),*];
                [#(#steps),*]
            };
        }
    }

    /// `Links(..)`
    fn links(&mut self, lists: [&[usize]; 5]) -> TokenStream {
        let number = |number: usize| Literal::u32_unsuffixed(number as u32);
        let start = number(self.links.len());
        let ends = lists.map(|list| {
            self.links.extend(list.iter().copied().map(number));
            number(self.links.len())
        });
        quote!(__lf::Links(__LINKS, [#start, #(#ends),*]))
    }

    /// `Step { .. }`
    fn row(&mut self, scope: &Scope<'_>, index: usize) -> TokenStream {
        let step = &scope.body().steps[index];
        let links = &scope.links;
        let reader = Reader::Step(index);
        // What a step just takes needs no counting, and an output that nobody reads is its own step's to drop.
        let counted = links.reads[index].iter().filter(|read| {
            read.wire.up == 0
                && !(read.share == Share::Bare
                    && scope.passing(read, reader) == Passing::Take
                    && takes_it(scope, step, read))
        });
        let unread = step.writes.iter().copied().filter(|wire| scope.uses.count(*wire) == 0);
        let reads: BTreeSet<usize> = counted.map(|read| read.wire.wire).chain(unread).collect();
        let pending = Literal::u32_suffixed(links.producers[index].len() as u32);
        let releases = links.releases[index].iter().map(|(taker, wires)| {
            let taker = Literal::u32_unsuffixed(*taker as u32);
            let waits = wires.iter().map(|lent| {
                let ty = scope.body().wires[lent.wire].ty.witness();
                let lasting = lent.lasting;
                quote!(__lf::Borrowed(#ty).is_waited_for(#lasting))
            });
            quote!(__lf::Release { taker: #taker, waits: || { use __lf::Unique as _; #(#waits)||* } })
        });
        let releases: Vec<TokenStream> = releases.collect();
        let releases =
            if releases.is_empty() { quote!(__lf::NO_RELEASES) } else { quote!(&[#(#releases),*]) };
        let (id, line, column) = (step.id.trim_start_matches("r#"), line(step.span), column(step.span));
        let reads: Vec<usize> = reads.into_iter().collect();
        let links = self.links([
            &links.dependents[index],
            &reads,
            &links.takes[index],
            &step.writes,
            &links.ends[index],
        ]);
        let does = does(scope, step, index);
        let inputs = part("__INPUTS", &mut self.inputs, all_inputs(scope, step, reader));
        let numbers = part("__NUMBERS", &mut self.numbers, numbers(step));
        quote! {
            __lf::Step {
                id: #id, does: #does, line: #line, column: #column, pending: #pending, links: #links,
                releases: #releases, inputs: #inputs, numbers: #numbers,
            }
        }
    }
}

/// Whether the step's own code takes the value: an arm of a branch takes it only when it runs.
fn takes_it(scope: &Scope<'_>, step: &Step, read: &Read) -> bool {
    !scope.wire(read.wire).copy && !matches!(step.kind, StepKind::Branch(_))
}

/// Puts a row's items at the end of a list, and gives the part of the list that they are.
fn part<T>(list: &str, all: &mut Vec<T>, items: Vec<T>) -> TokenStream {
    if items.is_empty() {
        return quote!(__lf::Part::NONE);
    }
    let (list, start) = (format_ident!("{list}"), all.len());
    all.extend(items);
    let [start, end] = [start, all.len()].map(|it| Literal::u32_unsuffixed(it as u32));
    quote!(__lf::Part { all: #list, start: #start, end: #end })
}

fn line(span: Span) -> Literal {
    Literal::u32_unsuffixed(span.start().line as u32)
}

fn column(span: Span) -> Literal {
    Literal::u32_unsuffixed(span.start().column as u32 + 1)
}

/// What the step does.
fn does(scope: &Scope<'_>, step: &Step, index: usize) -> TokenStream {
    let run = format_ident!("__run_{index}");
    match &step.kind {
        StepKind::Call(call) => {
            let path = &call.path;
            let callee = match &call.args {
                CallArgs::Positional(..) => quote_spanned!(step.span => <#path as __lf::Node>::CALLEE),
                CallArgs::Named { .. } => quote_spanned!(step.span => __lf::callee_of(|#path { .. }| ())),
            };
            quote!(__lf::Does::call(#callee, #run))
        }
        StepKind::Glue(argument, _) => {
            let text = &argument.text;
            quote!(__lf::Does::glue(#text, #run))
        }
        StepKind::Split { pattern, names, .. } => {
            let text = text_of(pattern);
            let parts = parts(pattern, names);
            quote!(__lf::Does::split(#text, #run, &[#(#parts),*]))
        }
        StepKind::Branch(branch) => {
            let text = &branch.text;
            let arms = branch.arms.iter().enumerate().map(|(arm_index, arm)| {
                let enter = format_ident!("__enter_{index}_{arm_index}");
                let inner = scope.inside(&arm.body);
                let literal = body::body_literal(&inner, &Result_::Inferred(&branch.ty), arm.bound.len());
                let takes = arm.owned.iter().map(|(read, param)| {
                    let [param, up, wire] =
                        [*param, read.wire.up, read.wire.wire].map(|it| Literal::u32_unsuffixed(it as u32));
                    quote!((#param, #up, #wire))
                });
                quote! {
                    __lf::Arm {
                        body: { static __ARM: __lf::Body = { #literal }; &__ARM }, enter: #enter, takes: &[#(#takes),*],
                    }
                }
            });
            quote! {{
                const ARMS: &[__lf::Arm] = &[#(#arms),*];
                __lf::Does::other(__lf::Action::Branch { text: #text, choose: #run, arms: ARMS })
            }}
        }
        StepKind::Map { concurrency, text, .. } => {
            let body = format_ident!("__BODY_{index}");
            let concurrency = spec::option(concurrency.clone());
            let map = quote!(__lf::Action::Map { text: #text, body: &#body, begin: #run, concurrency: #concurrency });
            quote!(__lf::Does::other(#map))
        }
    }
}

fn all_inputs(scope: &Scope<'_>, step: &Step, reader: Reader) -> Vec<TokenStream> {
    match &step.kind {
        StepKind::Call(Call { args: CallArgs::Positional(arguments, _), .. }) => {
            let arguments = arguments.iter().enumerate();
            arguments
                .flat_map(|(index, argument)| inputs(scope, &index.to_string(), argument, reader))
                .collect()
        }
        StepKind::Call(Call { args: CallArgs::Named { fields, .. }, .. }) => fields
            .iter()
            .flat_map(|(port, argument)| inputs(scope, &spec::bare_name(port), argument, reader))
            .collect(),
        StepKind::Split { source, .. } => vec![input(scope, "", source, reader, true)],
        StepKind::Map { over: MapOver::Owned(list) | MapOver::Lent(list), body, .. } => {
            let mut all = inputs(scope, "", list, reader);
            all.extend(body.captures().iter().map(|read| input(scope, "", read, reader, false)));
            all
        }
        _ => step.reads().iter().map(|read| input(scope, "", read, reader, false)).collect(),
    }
}

/// What an expression reads, for people.
pub fn inputs(scope: &Scope<'_>, port: &str, argument: &Argument, reader: Reader) -> Vec<TokenStream> {
    let whole = contract::is_whole_wire(argument);
    argument.reads.iter().map(|read| input(scope, port, read, reader, whole)).collect()
}

/// Arguments that are whole numbers, and their ports.
fn numbers(step: &Step) -> Vec<TokenStream> {
    let StepKind::Call(call) = &step.kind else { return Vec::new() };
    let pair = |port: String, argument: &Argument| {
        let number = Literal::i64_unsuffixed(contract::number(argument)?);
        Some(quote!((#port, #number)))
    };
    match &call.args {
        CallArgs::Positional(arguments, _) => {
            let arguments = arguments.iter().enumerate();
            arguments.filter_map(|(index, argument)| pair(index.to_string(), argument)).collect()
        }
        CallArgs::Named { fields, .. } => {
            fields.iter().filter_map(|(port, argument)| pair(spec::bare_name(port), argument)).collect()
        }
    }
}

/// Which part of a value each name of a pattern is, by place or by field; nothing if it is not that simple.
fn parts(pattern: &Pat, names: &[Ident]) -> Vec<String> {
    let named = |pattern: &Pat| match pattern {
        Pat::Ident(name) if name.subpat.is_none() => Some(name.ident.clone()),
        _ => None,
    };
    let pairs: Vec<(Ident, String)> = match pattern {
        Pat::Tuple(tuple) => {
            let elements = tuple.elems.iter().enumerate();
            elements.filter_map(|(place, element)| Some((named(element)?, place.to_string()))).collect()
        }
        Pat::Struct(fields) => {
            let fields = fields.fields.iter();
            fields
                .filter_map(|field| match &field.member {
                    syn::Member::Named(member) => Some((named(&field.pat)?, spec::bare_name(member))),
                    syn::Member::Unnamed(place) => Some((named(&field.pat)?, place.index.to_string())),
                })
                .collect()
        }
        _ => Vec::new(),
    };
    let part = |name: &Ident| pairs.iter().find(|(bound, _)| bound == name).map(|(_, part)| part.clone());
    names.iter().map(part).collect::<Option<Vec<String>>>().unwrap_or_default()
}

fn input(scope: &Scope<'_>, port: &str, read: &Read, reader: Reader, whole: bool) -> TokenStream {
    let (up, wire) =
        (Literal::u32_unsuffixed(read.wire.up as u32), Literal::u32_unsuffixed(read.wire.wire as u32));
    let copied = scope.wire(read.wire).copy;
    let share = match (read.share, scope.passing(read, reader)) {
        (Share::Borrow, _) => quote!(Borrow),
        (Share::Bare, Passing::Take | Passing::Obtain) if !copied => quote!(Move),
        _ => quote!(Clone),
    };
    quote!(__lf::Input { port: #port, up: #up, wire: #wire, share: __lf::Share::#share, whole: #whole })
}
