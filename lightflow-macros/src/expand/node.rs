//! `#[node]`: the function as it is, a struct of its inputs, and how a step runs it.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{ItemFn, parse_quote};

use lightflow_errors as errors;

use super::{contract, fallback, limits, policy, scoped, spec, unreadable::unreadable};
use crate::diag::Diagnostics;
use crate::fingerprint::fingerprint;
use crate::lower::{text_of, text_of_type};
use crate::syntax::{Function, NodeOptions, Passing, Shapes};

pub fn node(options: TokenStream, item: TokenStream) -> TokenStream {
    let parsed: ItemFn = match syn::parse2(item.clone()) {
        Ok(parsed) => parsed,
        Err(_) if syn::parse2::<syn::Item>(item.clone()).is_err() => return unreadable(item),
        Err(_) => {
            let span = item
                .clone()
                .into_iter()
                .next()
                .map_or_else(proc_macro2::Span::call_site, |token| token.span());
            return fallback(
                &item,
                syn::Error::new(span, "a node is a function\nhelp: put `#[node]` above an `fn`"),
            );
        }
    };
    let mut diags = Diagnostics::default();
    let fingerprint = fingerprint(options.clone().into_iter().chain(item).collect());
    let mut options = options;
    let shapes = Shapes::take(&mut options, &mut diags);
    let options_value = NodeOptions::parse(options, &mut diags);
    let method = parsed.sig.receiver().is_some();
    let function = Function::parse(parsed, "node", &mut diags);
    let item = &function.item;
    if method {
        return inside_an_impl(item, diags);
    }
    if !function.item.sig.generics.params.is_empty() {
        let errors = diags.into_tokens();
        return quote!(#item #errors);
    }
    refuse_options_of_a_stream(&function, &options_value, &mut diags);
    let inputs = spec::inputs_struct(&function, "node");
    if let Some(shapes) = &shapes {
        shapes.check(&port_names(&function), &mut diags);
    }
    let shapes = shapes.filter(|_| diags.is_empty());
    let implementation = implementation(&function, &options_value, shapes.as_ref(), fingerprint);
    let errors = diags.into_tokens();
    let scoped = scoped(&implementation);
    quote!(#item #inputs #scoped #errors)
}

/// A method: between methods, errors and structs have no place of their own.
fn inside_an_impl(item: &ItemFn, diags: Diagnostics) -> TokenStream {
    let (attributes, vis, signature, block) = (&item.attrs, &item.vis, &item.sig, &item.block);
    let errors = diags.into_tokens();
    quote!(#(#attributes)* #vis #signature { #errors #block })
}

/// A stream that has given items cannot begin again, and others wait for it while it waits for them.
fn refuse_options_of_a_stream(function: &Function, options: &NodeOptions, diags: &mut Diagnostics) {
    if function.streams.is_none() {
        return;
    }
    for (name, span) in &options.places {
        if matches!(name.as_str(), "retry" | "timeout" | "resource" | "blocking" | "inline") {
            let message = format!("a node that gives a stream has no `{name}`");
            diags.error(errors::OPTION_CLASH, *span, message, "remove it");
        }
    }
}

/// The ports as errors call them.
pub(super) fn port_names(function: &Function) -> Vec<String> {
    function.params.iter().map(|param| spec::bare_name(&param.name)).collect()
}

fn implementation(
    function: &Function,
    options: &NodeOptions,
    shapes: Option<&Shapes>,
    fingerprint: u128,
) -> TokenStream {
    let name = &function.name;
    let life = if function.borrows() { quote!(<'_>) } else { quote!() };
    let output = &function.output;
    let static_spec = static_spec(function, options, shapes, fingerprint);
    let default_fns = spec::default_fns(&function.params);
    let inputs_impl = spec::inputs_impl(function);
    let required = spec::required(&function.params);
    let start =
        if function.refused { quote!(::core::unreachable!()) } else { start(function, options, shapes) };
    let ports = function.params.iter().map(|param| {
        let (name, text, owned, span) =
            (&param.name, spec::bare_name(&param.name), &param.owned, param.ty.span());
        let codec = |ty: &syn::Type| quote_spanned!(ty.span() => <#ty as __lf::Port>::CODEC);
        match (&param.ty, param.passing) {
            (_, Passing::Value) => {
                let codec = codec(owned);
                quote!(__key.port(#text, #codec, &__inputs.#name);)
            }
            (syn::Type::Slice(list), _) => {
                let codec = codec(&list.elem);
                quote!(__key.list(#text, #codec, __inputs.#name);)
            }
            (lent, _) if text_of_type(lent) == "str" => quote!(__key.text(#text, __inputs.#name);),
            (lent, _) if lent != owned => quote!(__key.path(#text, __inputs.#name);),
            _ => {
                let codec = quote_spanned!(span => <#owned as __lf::Port>::CODEC);
                quote!(__key.port(#text, #codec, __inputs.#name);)
            }
        }
    });
    let own_life = spec::life(function);
    let codec = quote_spanned!(output.span() => <#output as __lf::Port>::CODEC);
    quote! {
        #default_fns
        static __SPEC: __lf::NodeSpec = #static_spec;
        static __COST: __lf::Cost = __lf::Cost::new();
        #inputs_impl
        impl __lf::Node for #name #life {
            type Output = #output;
            const CALLEE: __lf::Callee = __lf::Callee::Node(&__SPEC, &__COST);
            const REQUIRED: &'static [&'static str] = #required;
            fn start<'f>(self, __cx: __lf::Cx<'f>, __out: __lf::Out<'f, Self::Output>) -> __lf::Started<'f>
            where
                Self: 'f,
            {
                if __cx.is_recorded() {
                    return __lf::recorded(
                        self,
                        &__SPEC,
                        #codec,
                        __cx,
                        __out,
                        |__inputs, __key| { #(#ports)* },
                        |__inputs, __cx, __out| __inputs.__begin(__cx, __out),
                    );
                }
                self.__begin(__cx, __out)
            }
        }
        impl #own_life #name #own_life {
            #[inline(always)]
            fn __begin<'f>(self, __cx: __lf::Cx<'f>, __out: __lf::Out<'f, #output>) -> __lf::Started<'f>
            where
                Self: 'f,
            {
                #start
            }
        }
        __lf::inventory::submit! { __lf::Asset::Node(&__SPEC) }
    }
}

fn static_spec(
    function: &Function,
    options: &NodeOptions,
    shapes: Option<&Shapes>,
    fingerprint: u128,
) -> TokenStream {
    let id = spec::id(&function.name, options.id.as_deref());
    let (name, doc) = (spec::bare_name(&function.name), &function.doc);
    let ports = spec::port_specs(&function.params);
    let output = spec::type_spec(&function.output, &text_of_type(&function.output));
    let outputs = {
        let ty = &function.output;
        quote_spanned!(ty.span() => <#ty as __lf::Port>::OUTPUTS)
    };
    let waits = function.item.sig.asyncness.is_some() || function.streams.is_some();
    let mode = if waits { quote!(Async) } else { quote!(Sync) };
    let cost = match (options.blocking, options.inline) {
        (true, _) => quote!(Blocking),
        // It waits for each item.
        _ if !waits && function.reads_stream() => quote!(Blocking),
        (_, true) => quote!(Inline),
        _ => quote!(Learned),
    };
    let retry = options.retry;
    let timeout = spec::option(options.timeout.map(|time| {
        let nanos = Literal::u64_suffixed(time.as_nanos() as u64);
        quote!(::core::time::Duration::from_nanos(#nanos))
    }));
    let resource = spec::option(options.resource.as_ref().map(|resource| quote!(#resource)));
    let volatile = options.volatile;
    let (needs, budget) = (policy::needs(&options.needs), policy::budget(&options.budget));
    let simple = options.retry == 0 && options.timeout.is_none() && options.resource.is_none();
    let source = spec::source(function.name.span());
    let contract = contract::contract(shapes, function);
    let fingerprint = Literal::u128_suffixed(fingerprint);
    quote! {
        __lf::NodeSpec {
            id: #id, name: #name, doc: #doc, ports: #ports, output: #output, outputs: #outputs,
            mode: __lf::Mode::#mode, cost: __lf::CostHint::#cost, retry: #retry, timeout: #timeout,
            resource: #resource, simple: #simple, volatile: #volatile, needs: #needs, budget: #budget, source: #source,
            fingerprint: #fingerprint, contract: #contract,
        }
    }
}

/// The body of `Node::start`.
fn start(function: &Function, options: &NodeOptions, shapes: Option<&Shapes>) -> TokenStream {
    let checks = range_checks(function);
    let holding = shapes.map(|shapes| contract::holding(shapes, function));
    let (before, made) = match &holding {
        Some(holding) => (Some(&holding.before), Some(&holding.made)),
        None => (None, None),
    };
    let retries = options.retry > 0;
    // A node that may be tried again keeps its inputs: what it takes by value is cloned for each try.
    let arguments: Vec<TokenStream> = {
        let mut arguments: Vec<TokenStream> = function
            .params
            .iter()
            .map(|param| {
                let name = &param.name;
                let clones = retries && param.passing == Passing::Value;
                let (span, ty) = (param.ty.span(), &param.ty);
                if clones {
                    quote_spanned!(span => (<#ty as __lf::Retry>::CLONE)(&__inputs.#name))
                } else {
                    quote!(__inputs.#name)
                }
            })
            .collect();
        if let Some(index) = function.ctx {
            arguments.insert(index.min(arguments.len()), quote!(&__ctx));
        }
        arguments
    };
    let ctx = function.ctx.is_some().then(|| quote!(let __ctx = __cx.ctx();));
    let name = &function.name;
    let failure = function
        .error
        .as_ref()
        .map(|error| quote_spanned!(error.span() => (<#error as __lf::Failure>::INTO)));
    let call = if function.item.sig.asyncness.is_some() || function.streams.is_some() {
        let finish = match &function.error {
            Some(_) => quote! {
                match value {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(error) => {
                        return ::core::result::Result::Err(#failure(error));
                    }
                }
            },
            None => quote!(value),
        };
        // Arguments are evaluated now: the future must not hold what was borrowed for it.
        let locals: Vec<_> =
            (0..arguments.len()).map(|index| quote::format_ident!("__argument_{index}")).collect();
        let (values, passed): (Vec<_>, Vec<_>) = arguments
            .iter()
            .zip(&locals)
            .enumerate()
            .map(|(index, (argument, local))| {
                if Some(index) == function.ctx {
                    (quote!(()), quote!(&__ctx))
                } else {
                    (argument.clone(), quote!(#local))
                }
            })
            .unzip();
        let span = name.span();
        let look = made.map(|_| quote!(__made(&value)?;));
        let wait = function.item.sig.asyncness.map(|_| quote!(.await));
        let end = match &function.streams {
            None => quote! {
                #look
                __out.write(value);
                ::core::result::Result::Ok(())
            },
            Some(stream) => {
                let items = match &stream.error {
                    Some(error) => {
                        let failure = quote_spanned!(error.span() => (<#error as __lf::Failure>::INTO));
                        quote!(__lf::fallible(value, #failure))
                    }
                    None => quote!(__lf::items(value)),
                };
                quote!(__lf::pump(#items, __feed, __cx).await)
            }
        };
        let boxed = quote_spanned! { span =>
            ::std::boxed::Box::pin(async move {
                let value = #name(#(#passed),*) #wait;
                let value = #finish;
                #end
            })
        };
        let let_made = made.map(|made| quote!(let __made = #made;));
        let (edge, started) = match &function.streams {
            None => (None, quote!(__lf::Started::Pending(__future))),
            Some(_) => {
                let edge = quote! {
                    let (__feed, __stream) = __lf::channel();
                    let __gauge = __feed.gauge();
                    __out.write(__stream);
                };
                (Some(edge), quote!(__lf::Started::Streams(__future, __gauge)))
            }
        };
        quote! {
            #ctx
            #(let #locals = #values;)*
            #let_made
            #edge
            let __future: __lf::BoxFuture<'f> = #boxed;
            #started
        }
    } else if let Some(made) = made {
        let result = match &function.error {
            Some(_) => quote!(#name(#(#arguments),*).map_err(#failure)),
            None => quote!(::core::result::Result::Ok(#name(#(#arguments),*))),
        };
        quote!(#ctx __lf::Started::from_held(#result, __out, #made))
    } else if function.error.is_some() {
        quote!(#ctx __lf::Started::from_result(#name(#(#arguments),*), __out, #failure))
    } else {
        quote!(#ctx __out.write(#name(#(#arguments),*)); __lf::Started::Done)
    };
    if retries {
        quote! {
            #checks
            #before
            __lf::Cx::keep_for_retries(self, __out, |__inputs, __cx, __out| { #call })
        }
    } else {
        quote! {
            #checks
            #before
            let __inputs = self;
            #call
        }
    }
}

/// Refuses values that a port does not take, whoever computed them.
fn range_checks(function: &Function) -> TokenStream {
    let checks = function.params.iter().map(|param| {
        let (name, text) = (&param.name, spec::bare_name(&param.name));
        let value = match param.passing {
            Passing::Value => quote!(&self.#name),
            Passing::Borrow => quote!(self.#name),
        };
        let owned = &param.owned;
        let item = spec::item_type(owned);
        let ty = item.unwrap_or(owned);
        let range = param.options.range.as_ref().map(|range| {
            let shown = spec::range_text(range);
            let typed: syn::ExprRange = {
                let bound = |end: &Option<Box<syn::Expr>>| {
                    end.as_ref().map(|end| quote!({ let bound: #ty = #end; bound }))
                };
                let (start, end, limits) = (bound(&range.start), bound(&range.end), &range.limits);
                parse_quote!(#start #limits #end)
            };
            let inside = if item.is_some() {
                quote!((#value).iter().all(|item| ::core::ops::RangeBounds::<#ty>::contains(&(#typed), item)))
            } else {
                quote!(::core::ops::RangeBounds::<#ty>::contains(&(#typed), #value))
            };
            quote! {
                if !#inside {
                    return __lf::Started::Failed(__lf::out_of_range(#text, &#value, #shown));
                }
            }
        });
        // `"a"` compares as `str`, other values as themselves.
        let choices = param.options.choices.as_ref().map(|choices| {
            let shown = text_of(choices);
            let equal = choices.elems.iter().map(|choice| match choice {
                syn::Expr::Lit(literal)
                    if matches!(literal.lit, syn::Lit::Str(_)) && spec::holds_text(owned) =>
                {
                    quote!(*(#value) == *#literal)
                }
                // Typed as the port's specification types it: a choice of another type is one error.
                other => quote!(*(#value) == { let value: #owned = #other; value }),
            });
            quote! {
                if !(#(#equal ||)* false) {
                    return __lf::Started::Failed(__lf::out_of_range(#text, &#value, #shown));
                }
            }
        });
        let limits = limits::checks(param, &value);
        quote!(#range #choices #limits)
    });
    checks.collect()
}
