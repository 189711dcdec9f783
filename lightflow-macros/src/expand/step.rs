//! A step to its function and its `'static` data.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Path;

use super::body::{self, Result_, Scope};
use super::checks::Checks;
use super::spec;
use crate::lower::{collect, item_of, unbound};
use crate::model::{
    Argument, Branch, Call, CallArgs, MapOver, Mode, Passing, Read, Reader, Share, Step, StepKind, WireTy,
};

/// The functions that run a step.
pub fn functions(scope: &Scope<'_>, index: usize, checking: bool) -> TokenStream {
    let step = &scope.body().steps[index];
    let run = format_ident!("__run_{index}");
    let reader = Reader::Step(index);
    match &step.kind {
        StepKind::Call(call) => call_function(scope, step, call, &run, reader),
        StepKind::Glue(argument, ty) => {
            let prologue = prologue(scope, &argument.reads, reader, &argument.near);
            let expr = &argument.expr;
            let out = out(scope, step.writes[0]);
            glue_function(&run, quote!(#prologue let __value: #ty = #expr; #out.write(__value);))
        }
        StepKind::Split { source, pattern, names } => {
            let prologue = prologue(scope, std::slice::from_ref(source), reader, &[]);
            let local = &source.local;
            let value = Ident::new("value", step.span);
            let writes = step.writes.iter().zip(names).map(|(wire, name)| {
                let out = out(scope, *wire);
                quote!(#out.write(#name);)
            });
            glue_function(&run, quote!(#prologue let #value = #local; let #pattern = #value; #(#writes)*))
        }
        StepKind::Branch(branch) => branch_functions(scope, branch, &run, index),
        StepKind::Map { over, body, .. } => {
            if checking {
                return map_function(scope, over, step, &run, reader, &quote!(__lf::NoLane));
            }
            let lane = format_ident!("__Lane_{}_{index}", scope.bodies.len());
            let begin = map_function(scope, over, step, &run, reader, &quote!(#lane));
            let mut inner = scope.inside(body);
            inner.lane = Some(lane.clone());
            let element = element_ty(scope, step);
            let literal = body::body_literal(&inner, &Result_::Inferred(&element), 1);
            let name = format_ident!("__BODY_{index}");
            quote!(struct #lane; #begin static #name: __lf::Body = { #literal };)
        }
    }
}

fn glue_function(run: &Ident, content: TokenStream) -> TokenStream {
    quote! {
        fn #run<'f>(__frame: __lf::Frame<'f>) {
            #content
        }
    }
}

fn call_function(scope: &Scope<'_>, step: &Step, call: &Call, run: &Ident, reader: Reader) -> TokenStream {
    let path = &call.path;
    let span = step.span;
    let reads: Vec<Read> = call.arguments().flat_map(|argument| argument.reads.clone()).collect();
    let near: Vec<Ident> = call.arguments().flat_map(|argument| argument.near.clone()).collect();
    let prologue = prologue(scope, &reads, reader, &near);
    let out = out(scope, step.writes[0]);
    let inputs = match &call.args {
        CallArgs::Positional(arguments, parens) => {
            let exprs = arguments.iter().map(|argument| &argument.expr);
            let ports = Ident::new("ports", span);
            let mut group = proc_macro2::Group::new(proc_macro2::Delimiter::Parenthesis, quote!(#(#exprs),*));
            group.set_span(*parens);
            quote_spanned!(span => <#path>::#ports #group)
        }
        CallArgs::Named { fields, rest: None, span: braces } => {
            let fields = fields.iter().map(|(port, argument)| {
                let expr = &argument.expr;
                quote!(#port: #expr)
            });
            let mut group = proc_macro2::Group::new(proc_macro2::Delimiter::Brace, quote!(#(#fields),*));
            group.set_span(*braces);
            quote!(#path #group)
        }
        CallArgs::Named { fields, rest: Some(_), .. } => filled(path, fields, span),
    };
    quote! {
        fn #run<'f>(__frame: __lf::Frame<'f>, __cx: __lf::Cx<'f>) -> __lf::Started<'f> {
            #prologue
            let __inputs = #inputs;
            __lf::start(__inputs, __cx, #out)
        }
    }
}

/// `node { port: value, .. }`: some ports, and defaults for the rest.
///
/// A pattern that never runs lets rustc check the names; the values go through setters with the ports' names, and a
/// name that the pattern refuses falls to a trait that takes anything.
fn filled(path: &Path, fields: &[(Ident, Argument)], span: Span) -> TokenStream {
    let names: Vec<&Ident> = fields.iter().map(|(port, _)| port).collect();
    let distinct: BTreeSet<String> = names.iter().map(|name| spec::bare_name(name)).collect();
    let fallbacks = distinct.iter().map(|name| {
        let name = format_ident!("{name}");
        quote!(fn #name<V>(self, _: V) -> Self { loop {} })
    });
    let sets = fields.iter().map(|(port, argument)| {
        let expr = &argument.expr;
        quote!(let __filling = __filling.#port(#expr);)
    });
    let filling = quote_spanned!(span => __lf::filling_of(|#path { #(#names: _,)* .. }| ()));
    let inputs = quote! {{
        trait __AnyPort: Sized { #(#fallbacks)* }
        impl<T> __AnyPort for T {}
        let __filling = #filling;
        #(#sets)*
        __filling.__filled()
    }};
    inputs
}

fn branch_functions(scope: &Scope<'_>, branch: &Branch, run: &Ident, index: usize) -> TokenStream {
    let reader = Reader::Step(index);
    let mut decided = branch.scrutinee.reads.clone();
    let mut near = branch.scrutinee.near.clone();
    for guard in branch.arms.iter().filter_map(|arm| arm.guard.as_ref()) {
        decided.extend(guard.reads.clone());
        near.extend(guard.near.clone());
    }
    let decide = prologue(scope, &decided, reader, &near);
    let scrutinee = &branch.scrutinee.expr;
    let choice = if branch.arms.iter().all(|arm| arm.pattern.is_none()) {
        quote!(if #scrutinee { 0 } else { 1 })
    } else {
        // Names matter to guards alone. Without them, what is decided on is the place itself, as where an arm takes
        // it apart: a pattern of another type is one mistake then.
        let guards = branch.arms.iter().any(|arm| arm.guard.is_some());
        let arms = branch.arms.iter().enumerate().map(|(index, arm)| {
            let pattern = arm.pattern.as_ref().map(|it| if guards { it.clone() } else { unbound(it) });
            let guard = arm.guard.as_ref().map(|guard| {
                let expr = &guard.expr;
                quote!(if #expr)
            });
            let mut index = Literal::usize_unsuffixed(index);
            index.set_span(arm.end);
            quote_spanned!(arm.end => #pattern #guard => #index,)
        });
        let lent = branch.source.as_ref().is_some_and(|source| match scope.wire(source.wire).mode {
            Mode::Lent => false,
            Mode::Owned => guards || source.share == Share::Borrow,
        });
        let and = lent.then(|| quote_spanned!(branch.scrutinee.span() => &));
        quote!(match #and #scrutinee { #(#arms)* })
    };
    let enters = branch.arms.iter().enumerate().map(|(arm_index, arm)| {
        let enter = format_ident!("__enter_{index}_{arm_index}");
        let owned_reads: Vec<Read> = arm.owned.iter().map(|(read, _)| read.clone()).collect();
        let owned = prologue(scope, &owned_reads, reader, &[]);
        let gives = arm.owned.iter().map(|(read, param)| {
            let (local, param) = (&read.local, Literal::u32_suffixed(*param as u32));
            quote!(__child.give(#param, #local);)
        });
        let taken = match (&branch.source, &arm.pattern) {
            (Some(source), Some(pattern)) if !arm.bound.is_empty() => {
                let read = prologue(scope, std::slice::from_ref(source), reader, &[]);
                let local = &source.local;
                let value = Ident::new("value", source.local.span());
                let gives = arm.bound.iter().enumerate().map(|(param, name)| {
                    let param = Literal::u32_suffixed(param as u32);
                    match source.share {
                        Share::Bare => quote!(__child.give(#param, #name);),
                        Share::Borrow => quote!(__child.give_ref(#param, #name);),
                    }
                });
                quote! {
                    #read
                    let #value = #local;
                    match #value {
                        #pattern => { #(#gives)* }
                        #[allow(unreachable_patterns)]
                        _ => ::core::unreachable!("this arm was chosen"),
                    }
                }
            }
            _ => quote!(),
        };
        quote! {
            fn #enter<'f>(__frame: __lf::Frame<'f>, __child: __lf::Frame<'f>) {
                #owned
                #(#gives)*
                #taken
            }
        }
    });
    quote! {
        fn #run<'f>(__frame: __lf::Frame<'f>) -> usize {
            #decide
            #choice
        }
        #(#enters)*
    }
}

fn map_function(
    scope: &Scope<'_>,
    over: &MapOver,
    step: &Step,
    run: &Ident,
    reader: Reader,
    lane: &TokenStream,
) -> TokenStream {
    let (MapOver::Owned(list) | MapOver::Lent(list)) = over;
    let prologue = prologue(scope, &list.reads, reader, &list.near);
    let expr = &list.expr;
    let element = element_ty(scope, step).witness();
    let span = list.span();
    let list_local = Ident::new("list", span);
    let items = collect(&list_local, span);
    // What is lent already is a reference; a value of this frame becomes one.
    let owned = list.reads.first().is_some_and(|read| scope.wire(read.wire).mode == Mode::Owned);
    let lent = (matches!(over, MapOver::Lent(_)) && owned).then(|| quote!(&));
    quote! {
        fn #run<'f>(__frame: __lf::Frame<'f>) -> ::std::boxed::Box<dyn __lf::MapRun + 'f> {
            #prologue
            let #list_local = #lent #expr;
            {
                use __lf::ListedAny as _;
                __lf::Listed(#list_local).for_each(|#list_local| #items, #element, #lane)
            }
        }
    }
}

/// The type of one item of a `for`'s results: what its list is a list of.
fn element_ty(scope: &Scope<'_>, step: &Step) -> WireTy {
    match &scope.body().wires[step.writes[0]].ty {
        WireTy::Unknown => WireTy::Unknown,
        WireTy::Named(list) | WireTy::Borrowed { owned: list, .. } => {
            WireTy::Named(quote!(<#list as ::core::iter::IntoIterator>::Item))
        }
        WireTy::Witness(list) => WireTy::Witness(item_of(list, step.span, false)),
    }
}

fn out(scope: &Scope<'_>, wire: usize) -> TokenStream {
    let layout = scope.layout(0);
    quote!(__lf::out(__frame, #layout.offsets[#wire]))
}

/// Checks that stand beside the workflow: rustc says "evaluation of `_`" there, and nothing of ours.
pub fn required_check(call: &Call, span: Span, checks: &mut Checks) {
    let CallArgs::Named { fields, rest: Some(_), .. } = &call.args else { return };
    let path = &call.path;
    let given = fields.iter().map(|(port, _)| spec::bare_name(port));
    checks.push(quote_spanned! { span =>
        ::lightflow::__private::check_required(
            ::lightflow::__private::required_of(|#path { .. }| ()),
            &[#(#given),*],
        )
    });
}

/// Reads wires into the locals that expressions name.
pub fn prologue(scope: &Scope<'_>, reads: &[Read], reader: Reader, near: &[Ident]) -> TokenStream {
    let mut seen: HashSet<String> = HashSet::new();
    let lets = reads.iter().filter(|read| seen.insert(read.local.to_string())).map(|read| {
        let wire = scope.wire(read.wire);
        let (up, index) =
            (Literal::u32_suffixed(read.wire.up as u32), Literal::u32_suffixed(read.wire.wire as u32));
        let (layout, offset) = (scope.layout(read.wire.up), read.wire.wire);
        let ty = match wire.mode {
            Mode::Lent => wire.ty.lent_witness(),
            Mode::Owned => wire.ty.witness(),
        };
        let slot = quote!(__frame, #up, #index, #layout.offsets[#offset], #ty);
        let local = &read.local;
        let span = local.span();
        let value = match (wire.mode, read.share) {
            (Mode::Lent, _) => quote!(__lf::share_lent(#slot)),
            (Mode::Owned, Share::Borrow) => quote!(__lf::share(#slot)),
            (Mode::Owned, Share::Bare) if wire.copy => quote!(*__lf::share(#slot)),
            (Mode::Owned, Share::Bare) => match scope.passing(read, reader) {
                Passing::Take => quote!(__lf::take_sole(#slot)),
                Passing::Obtain => quote!({ use __lf::ObtainMove as _; __lf::obtain(#slot).obtain() }),
                Passing::Clone => {
                    // What cannot be cloned is said once, at the first use.
                    let first = reads.iter().find(|first| first.wire == read.wire);
                    let span = first.map_or(span, |first| first.local.span());
                    let value = Ident::new("value", span);
                    let reuse = quote_spanned!(span => <__lf::Held as __lf::Reuse<_>>::reuse(#value));
                    quote!({ let #value = __lf::share(#slot); #reuse })
                }
            },
        };
        quote!(let #local = #value;)
    });
    let near = near_lets(near, reads);
    quote!(#(#lets)* #near)
}

/// rustc suggests names that it sees: these are only for its `help`.
pub fn near_lets(near: &[Ident], reads: &[Read]) -> TokenStream {
    let near = near
        .iter()
        .filter(|name| !reads.iter().any(|read| read.local == **name))
        .map(|name| quote!(let #name = ();));
    let near: BTreeMap<String, TokenStream> = near.map(|item| (item.to_string(), item)).collect();
    near.into_values().collect()
}
