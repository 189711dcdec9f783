//! Needs and budgets: their data, and the checks that stand beside a workflow.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::spec;
use crate::model::{Body, Call, CallArgs, StepKind};
use crate::syntax::{Budget, Function, Need, WorkflowOptions};

/// `&[Need::Network, ..]`
pub fn needs(needs: &[Need]) -> TokenStream {
    let needs = needs.iter().map(|need| match need {
        Need::Net => quote!(__lf::Need::Network),
        Need::Process => quote!(__lf::Need::Processes),
        Need::Fs => quote!(__lf::Need::Files),
        Need::Env(name) => quote!(__lf::Need::Variable(#name)),
        Need::Bin(name) => quote!(__lf::Need::Program(#name)),
        Need::Model(path) => {
            let model = quote_spanned!(path.span() => <#path as __lf::ModelAsset>::SPEC);
            quote!(__lf::Need::ModelFiles(#model))
        }
    });
    quote!(&[#(#needs),*])
}

/// `Budget { .. }`
pub fn budget(budget: &Budget) -> TokenStream {
    if budget.vram.is_none() && budget.cost.is_none() {
        return quote!(__lf::Budget::NONE);
    }
    let vram = spec::option(budget.vram.as_ref().map(|(bytes, _)| quote!(#bytes)));
    let cost = spec::option(budget.cost.as_ref().map(|(nanos, currency, _)| money(*nanos, currency)));
    quote!(__lf::Budget { vram: #vram, cost: #cost })
}

fn money(nanos: u64, currency: &str) -> TokenStream {
    quote!(::lightflow::__private::Money { nanos: #nanos, currency: #currency })
}

/// `Policy { .. }`
pub fn policy(options: &WorkflowOptions) -> TokenStream {
    let denies = options.denies.iter().map(|(kind, _)| kind);
    let budget = budget(&options.budget);
    quote!(__lf::Policy { denies: &[#(#denies),*], budget: #budget })
}

/// One check for each step of a workflow that denies something, at its call; and one for each limit of its budget.
pub fn checks(body: &Body, function: &Function, options: &WorkflowOptions) -> TokenStream {
    let mut checks = Vec::new();
    if !options.denies.is_empty() {
        denials(body, &spec::bare_name(&function.name), options, &mut checks);
    }
    let name = &function.name;
    let callee = quote_spanned!(name.span() => <#name as ::lightflow::__private::Node>::CALLEE);
    if let Some((bytes, text)) = &options.budget.vram {
        let bytes = Literal::u64_unsuffixed(*bytes);
        checks.push(quote_spanned! { text.span() =>
            const _: () = ::lightflow::__private::check_vram(#callee, #bytes, #text);
        });
    }
    if let Some((nanos, currency, text)) = &options.budget.cost {
        let money = money(*nanos, currency);
        checks.push(quote_spanned! { text.span() =>
            const _: () = ::lightflow::__private::check_cost(#callee, #money, #text);
        });
    }
    checks.into_iter().collect()
}

fn denials(body: &Body, workflow: &str, options: &WorkflowOptions, checks: &mut Vec<TokenStream>) {
    for step in body.steps.iter().filter(|step| !step.poisoned) {
        match &step.kind {
            StepKind::Call(call) => {
                for (kind, help) in &options.denies {
                    let by_policy = options.policy.is_some() && help.contains("policy");
                    let whose = match &options.policy {
                        Some(policy) if by_policy => format!("the policy `{policy}` of `{workflow}`"),
                        _ => format!("`{workflow}`"),
                    };
                    let callee = callee(call, step.span);
                    checks.push(quote_spanned! { step.span =>
                        #[allow(elided_lifetimes_in_paths)]
                        const _: () = ::lightflow::__private::check_denied(#callee, &[#kind], #whose, #help);
                    });
                }
            }
            StepKind::Map { body, .. } => denials(body, workflow, options, checks),
            StepKind::Branch(branch) => {
                branch.arms.iter().for_each(|arm| denials(&arm.body, workflow, options, checks));
            }
            StepKind::Glue(..) | StepKind::Split { .. } => {}
        }
    }
}

/// What a step calls, named as elsewhere: an unknown name is one error.
pub fn callee(call: &Call, span: Span) -> TokenStream {
    let path = &call.path;
    match &call.args {
        CallArgs::Positional(..) => quote_spanned!(span => <#path as ::lightflow::__private::Node>::CALLEE),
        CallArgs::Named { .. } => {
            quote_spanned!(span => ::lightflow::__private::callee_of(|#path { .. }| ()))
        }
    }
}
