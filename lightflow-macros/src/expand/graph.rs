//! `#[composition]` and `#[workflow]`: a struct of inputs, a plan, and how inputs enter it.

use lightflow_errors as errors;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ItemFn;
use syn::spanned::Spanned as _;

use super::{argument, body, contract, fallback, limits, policy, scoped, spec, unreadable::unreadable};
use crate::diag::Diagnostics;
use crate::fingerprint::fingerprint;
use crate::lower::{lower, text_of_type};
use crate::model::Body;
use crate::syntax::{Function, Passing, Shapes, WorkflowOptions, stream};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GraphKind {
    Composition,
    Workflow,
}

/// What a graph says about its shapes, and whether they can be found out.
struct Shaped<'a> {
    declared: Option<&'a Shapes>,
    found: bool,
}

impl GraphKind {
    fn name(self) -> &'static str {
        match self {
            Self::Composition => "composition",
            Self::Workflow => "workflow",
        }
    }
}

pub fn graph(options: TokenStream, item: TokenStream, kind: GraphKind) -> TokenStream {
    let parsed: ItemFn = match syn::parse2(item.clone()) {
        Ok(parsed) => parsed,
        // rustc has said what is wrong with it.
        Err(_) if syn::parse2::<syn::Item>(item.clone()).is_err() => return unreadable(item),
        Err(_) => {
            let span = item.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
            let name = kind.name();
            let text = format!("a {name} is a function\nhelp: put `#[{name}]` above an `fn`");
            return fallback(&item, syn::Error::new(span, text));
        }
    };
    let mut diags = Diagnostics::default();
    let mut options = options;
    let shapes = Shapes::take(&mut options, &mut diags);
    let options = WorkflowOptions::parse(options, kind.name(), &mut diags);
    let fingerprint = fingerprint(item);
    let function = Function::parse(parsed, kind.name(), &mut diags);
    refuse_signature(&function, kind, &mut diags);
    if !function.item.sig.generics.params.is_empty() {
        return diags.into_tokens();
    }
    if let Some(shapes) = &shapes {
        shapes.check(&super::node::port_names(&function), &mut diags);
    }
    let graph = lower(&function, &mut diags);
    let complete = diags.is_empty() && graph.unknown.is_empty();
    let inputs = spec::inputs_struct(&function, kind.name());
    let recursive = contract::calls(&graph.body, &spec::bare_name(&function.name));
    let shaped = Shaped { declared: shapes.as_ref(), found: complete && !recursive };
    let plan = if complete { body::plan(&graph.body, &function) } else { body::checks(&graph, &function) };
    let implemented = implementation(&function, kind, &options, fingerprint, &plan, &graph.body, &shaped);
    let scoped = scoped(&implemented);
    let errors = diags.into_tokens();
    let beside = body::beside(&graph.body, complete);
    let parameters = complete.then(|| argument::parameter_checks(&function, &graph.body));
    let policy = policy::checks(&graph.body, &function, &options);
    let checks = shaped.found.then(|| contract::checks(&graph.body, &function));
    let keeps =
        (shaped.found && shaped.declared.is_some()).then(|| contract::result_check(&graph.body, &function));
    quote!(#inputs #scoped #beside #parameters #policy #checks #keeps #errors)
}

fn refuse_signature(function: &Function, kind: GraphKind, diags: &mut Diagnostics) {
    let name = kind.name();
    if let Some(token) = &function.item.sig.asyncness {
        diags.error(
            errors::ASYNC_GRAPH,
            token.span,
            format!("a {name} is not `async`: its steps run at the same time anyway"),
            "remove `async`",
        );
    }
    if function.error.is_some() {
        let span = function.output_span();
        let output = text_of_type(&function.output);
        let message = format!("a {name} gives no `Result`: a step that fails ends the run");
        diags.error(errors::RESULT_OF_GRAPH, span, message, format!("write `-> {output}`"));
    }
    if kind == GraphKind::Workflow {
        refuse_streams(function, diags);
    }
    for param in &function.params {
        if kind == GraphKind::Workflow && param.passing == Passing::Borrow {
            let message = "a workflow's parameters come from outside: it cannot borrow them";
            diags.error(
                errors::BORROWED_PARAMETER,
                param.ty.span(),
                message,
                format!("write `{}: {}`", param.name, text_of_type(&param.owned)),
            );
        }
    }
}

/// What a run takes and gives is kept: a stream lives between two steps.
fn refuse_streams(function: &Function, diags: &mut Diagnostics) {
    let types = function.params.iter().map(|param| &param.ty);
    for ty in types.chain([&function.output]).filter(|ty| stream::is_port(ty)) {
        let list = text_of_type(ty).replace("ItemStream", "Vec");
        let message = "a stream lives between the steps of a run: a workflow takes and gives whole values";
        diags.error(errors::STREAM_OF_WORKFLOW, ty.span(), message, format!("write `{list}`"));
    }
}

fn implementation(
    function: &Function,
    kind: GraphKind,
    options: &WorkflowOptions,
    fingerprint: u128,
    plan: &TokenStream,
    body: &Body,
    shaped: &Shaped<'_>,
) -> TokenStream {
    let name = &function.name;
    let life = if function.borrows() { quote!(<'_>) } else { quote!() };
    let output = &function.output;
    let default_fns = spec::default_fns(&function.params);
    let inputs_impl = spec::inputs_impl(function);
    let required = spec::required(&function.params);
    let static_spec = static_spec(function, fingerprint, shaped);
    let ports = spec::port_specs(&function.params);
    let findings = shaped.found.then(|| contract::findings(body, shaped.declared, function, &life));
    let policy = policy::policy(options);
    let gives = function.params.iter().enumerate().map(|(index, param)| {
        let name = &param.name;
        let index = Literal::u32_suffixed(index as u32);
        match param.passing {
            Passing::Value => quote!(__frame.give(#index, self.#name);),
            Passing::Borrow => quote!(__frame.give_ref(#index, self.#name);),
        }
    });
    let (specs, callee, entry) = match kind {
        GraphKind::Composition => (
            quote!(static __SPEC: __lf::CompositionSpec = #static_spec;),
            quote!(&__SPEC),
            quote!(__lf::inventory::submit! { __lf::Asset::Composition(&__SPEC) }),
        ),
        GraphKind::Workflow => {
            let reads = function.params.iter().map(|param| {
                let (name, ty) = (&param.name, &param.owned);
                let text = spec::bare_name(name);
                let read = quote_spanned!(ty.span() => <#ty as __lf::Port>::from_json);
                quote!(let #name = __lf::read_input(#text, &mut __inputs, &mut __errors, #read);)
            });
            let names: Vec<&Ident> = function.params.iter().map(|param| &param.name).collect();
            let probes = contract::probes(function);
            let known = contract::known(function);
            let kept = function.params.iter().enumerate().map(|(index, param)| {
                let (name, ty) = (&param.name, &param.owned);
                let to_json = quote_spanned!(ty.span() => <#ty as __lf::Port>::to_json);
                quote!(__lf::input_kept(&__ports[#index], || #to_json(&self.#name), &mut __errors);)
            });
            let workflow = quote! {
                static __SPEC: __lf::WorkflowSpec = __lf::WorkflowSpec {
                    graph: #static_spec, policy: #policy, broken_shapes: __lf::broken_shapes_of::<#name>,
                };
                impl __lf::Workflow for #name {
                    const SPEC: &'static __lf::WorkflowSpec = &__SPEC;
                    #probes
                    fn from_json(
                        mut __inputs: __lf::JsonMap,
                    ) -> ::core::result::Result<Self, __lf::Unread> {
                        let mut __errors = ::std::vec::Vec::new();
                        #(#reads)*
                        match (#(#names,)*) {
                            (#(::core::option::Option::Some(#names),)*) if __errors.is_empty() => {
                                ::core::result::Result::Ok(Self { #(#names),* })
                            }
                            __read => ::core::result::Result::Err(__lf::Unread { errors: __errors, shapes: #known }),
                        }
                    }
                    fn broken_inputs(&self) -> ::std::vec::Vec<__lf::InputError> {
                        let __ports = __SPEC.graph.inputs();
                        let mut __errors = ::std::vec::Vec::new();
                        #(#kept)*
                        __errors
                    }
                }
            };
            let output = &function.output;
            let to_json = quote_spanned!(output.span() => <#output as __lf::Port>::to_json);
            let entry = quote! {
                __lf::inventory::submit! {
                    __lf::Asset::Workflow(&__SPEC, |engine, inputs| __lf::launch::<#name>(engine, inputs, #to_json))
                }
            };
            (workflow, quote!(&__SPEC.graph), entry)
        }
    };
    // A borrowing workflow is refused already; this keeps the refusal alone.
    let entry = if kind == GraphKind::Workflow && function.borrows() { quote!() } else { entry };
    let specs = if kind == GraphKind::Workflow && function.borrows() {
        quote!(static __SPEC: __lf::WorkflowSpec = __lf::WorkflowSpec {
            graph: #static_spec, policy: #policy, broken_shapes: |_| ::std::vec::Vec::new(),
        };)
    } else {
        specs
    };
    let suits = function.params.iter().map(limits::suits);
    quote! {
        #default_fns
        const __PORTS: &[__lf::PortSpec] = #ports;
        #findings
        #(#suits)*
        static __CONTRACTS: __lf::Contracts = __lf::Contracts::new();
        #specs
        #inputs_impl
        impl __lf::Node for #name #life {
            type Output = #output;
            const CALLEE: __lf::Callee = __lf::Callee::Composition(#callee);
            const REQUIRED: &'static [&'static str] = #required;
            fn start<'f>(self, __cx: __lf::Cx<'f>, __out: __lf::Out<'f, Self::Output>) -> __lf::Started<'f>
            where
                Self: 'f,
            {
                let __frame = __cx.inside();
                #(#gives)*
                __lf::Started::Entered
            }
        }
        #plan
        #entry
    }
}

fn static_spec(function: &Function, fingerprint: u128, shaped: &Shaped<'_>) -> TokenStream {
    let id = spec::id(&function.name, None);
    let (name, doc) = (spec::bare_name(&function.name), &function.doc);
    let open = if shaped.found { quote!(__OPEN) } else { quote!(__lf::Open::NOTHING) };
    let contract = match shaped.found {
        true => spec::option(Some(quote!(__SUMMARY.contract()))),
        false => contract::contract(shaped.declared, function),
    };
    let output = spec::type_spec(&function.output, &text_of_type(&function.output));
    let source = spec::source(function.name.span());
    let fingerprint = Literal::u128_suffixed(fingerprint);
    quote! {
        __lf::CompositionSpec {
            id: #id, name: #name, doc: #doc, ports: __PORTS, output: #output, source: #source,
            fingerprint: #fingerprint, contract: #contract, open: #open, body: &__BODY, contracts: &__CONTRACTS,
        }
    }
}
