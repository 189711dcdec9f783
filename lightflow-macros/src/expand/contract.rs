//! Shapes: what a declaration says of them, and the checks that rustc makes in a graph.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Expr, Type, UnOp};

use super::checks::Checks;
use super::spec;
use crate::lower::text_of_type;
use crate::model::{Argument, Body, Call, CallArgs, StepKind};
use crate::syntax::{Extent, Function, Param, Pattern, Shapes, Sum, Test};

/// `Some(Contract { .. })`
pub fn contract(shapes: Option<&Shapes>, function: &Function) -> TokenStream {
    let Some(shapes) = shapes else { return quote!(::core::option::Option::None) };
    let axes = &shapes.axes;
    let ports = function.params.iter().enumerate().filter_map(|(index, param)| {
        let name = spec::bare_name(&param.name);
        let place = Literal::u32_unsuffixed(index as u32);
        let form = match shapes.inputs.iter().find(|(port, _)| *port == param.name) {
            Some((_, pattern)) => pattern_of(pattern, axes),
            None => {
                let axis = value_axis(shapes, param)?;
                quote!(__lf::Form::Value(#axis))
            }
        };
        Some(quote!(__lf::PortContract { name: #name, index: #place, form: #form }))
    });
    let outputs = shapes.outputs.iter().enumerate().map(|(index, (name, pattern))| {
        let (place, form) = (Literal::u32_unsuffixed(index as u32), pattern_of(pattern, axes));
        quote!(__lf::PortContract { name: #name, index: #place, form: #form })
    });
    let conditions = shapes.conditions.iter().map(|condition| {
        let left = sum(&condition.left, axes);
        let test = match &condition.test {
            Test::MultipleOf(number) => quote!(MultipleOf(#number)),
            Test::Equals(right) => with(&quote!(Equals), right, axes),
            Test::AtLeast(right) => with(&quote!(AtLeast), right, axes),
            Test::AtMost(right) => with(&quote!(AtMost), right, axes),
        };
        let text = &condition.text;
        let port = port_with(shapes, function, &condition.left);
        quote! {
            __lf::Condition {
                left: #left, test: __lf::Test::#test, text: #text, port: #port, inside: ::core::option::Option::None,
            }
        }
    });
    quote! {
        ::core::option::Option::Some(__lf::Contract {
            axes: &[#(#axes),*], ports: &[#(#ports),*], outputs: &[#(#outputs),*], conditions: &[#(#conditions),*],
        })
    }
}

fn with(test: &TokenStream, right: &Sum, axes: &[String]) -> TokenStream {
    let right = sum(right, axes);
    quote!(#test(#right))
}

/// The axis that a port's value is: an axis with the name of a port of whole numbers.
fn value_axis(shapes: &Shapes, param: &Param) -> Option<Literal> {
    let name = spec::bare_name(&param.name);
    let whole = is_whole(&param.owned);
    let place = shapes.axes.iter().position(|axis| *axis == name).filter(|_| whole)?;
    Some(Literal::u32_unsuffixed(place as u32))
}

fn is_whole(ty: &Type) -> bool {
    let wide = ["8", "16", "32", "64", "size"];
    text_of_type(ty).strip_prefix(['u', 'i']).is_some_and(|rest| wide.contains(&rest))
}

/// The port that a condition is about: the first that has one of its axes.
fn port_with(shapes: &Shapes, function: &Function, left: &Sum) -> String {
    let has = |pattern: &Pattern| {
        pattern.extents.iter().any(|extent| match extent {
            Extent::Is(sum) | Extent::OneOr(sum) => {
                sum.terms.keys().any(|axis| left.terms.contains_key(axis))
            }
            Extent::Floor { of, .. } => of.terms.keys().any(|axis| left.terms.contains_key(axis)),
            Extent::Any => false,
        })
    };
    let mut names = function.params.iter().map(|param| spec::bare_name(&param.name));
    let by_value = names.find(|name| left.terms.contains_key(name));
    let by_shape =
        shapes.inputs.iter().find(|(_, pattern)| has(pattern)).map(|(port, _)| spec::bare_name(port));
    by_shape.or(by_value).unwrap_or_default()
}

fn pattern_of(pattern: &Pattern, axes: &[String]) -> TokenStream {
    let leading = pattern.leading;
    let extents = pattern.extents.iter().map(|extent| match extent {
        Extent::Any => quote!(__lf::Extent::Any),
        Extent::Is(expression) => {
            let expression = sum(expression, axes);
            quote!(__lf::Extent::Is(#expression))
        }
        Extent::OneOr(expression) => {
            let expression = sum(expression, axes);
            quote!(__lf::Extent::OneOr(#expression))
        }
        Extent::Floor { of, by, plus } => {
            let (of, plus) = (sum(of, axes), sum(plus, axes));
            quote!(__lf::Extent::Floor { of: #of, by: #by, plus: #plus })
        }
    });
    quote!(__lf::Form::Shape(__lf::AxesPattern::new(#leading, &[#(#extents),*])))
}

fn sum(sum: &Sum, axes: &[String]) -> TokenStream {
    let (constant, divisor) = (sum.constant, sum.divisor);
    let terms = sum.terms.iter().filter(|(_, factor)| **factor != 0).map(|(axis, factor)| {
        let place = axes.iter().position(|name| name == axis).unwrap_or_default();
        let place = Literal::u32_unsuffixed(place as u32);
        quote!((#place, #factor))
    });
    quote!(__lf::linear(#constant, &[#(#terms),*], #divisor))
}

/// What a node does around its call: takes in the shapes of its inputs, and looks at its output.
pub struct Holding {
    /// Before the call; ends it early if an input does not fit.
    pub before: TokenStream,
    /// A function that looks at what was made.
    pub made: TokenStream,
}

pub fn holding(shapes: &Shapes, function: &Function) -> Holding {
    let values = function.params.iter().filter(|param| value_axis(shapes, param).is_some()).map(|param| {
        let (port, text) = (&param.name, spec::bare_name(&param.name));
        quote!(__held.value(#text, self.#port as i64);)
    });
    let inputs = shapes.inputs.iter().map(|(port, _)| {
        let text = spec::bare_name(port);
        quote!(__held.input(#text, __lf::Probe(&self.#port).each());)
    });
    let output = &function.output;
    let outputs = shapes.outputs.iter().map(|(name, _)| {
        let part = match name.parse::<usize>() {
            Ok(place) => {
                let place = syn::Index::from(place);
                quote!(__made.#place)
            }
            Err(_) if name.is_empty() => quote!(*__made),
            Err(_) => {
                let field = proc_macro2::Ident::new(name, output.span());
                quote!(__made.#field)
            }
        };
        quote!(__held.output(#name, __lf::Probe(&#part).each())?;)
    });
    let single = shapes.outputs.iter().any(|(name, _)| name.is_empty());
    let ports =
        shapes.inputs.iter().filter_map(|(port, _)| function.params.iter().find(|param| param.name == *port));
    let types = ports.map(|param| &param.owned).chain(single.then_some(output));
    let types = types.map(|ty| quote_spanned!(ty.span() => const _: () = <#ty as __lf::Shaped>::SHAPED;));
    Holding {
        before: quote! {
            use __lf::ProbeAny as _;
            #(#types)*
            let mut __held = __lf::Holding::new(&__SPEC);
            #(#values)*
            #(#inputs)*
            if let ::core::result::Result::Err(__error) = __held.check() {
                return __lf::Started::Failed(__error);
            }
        },
        made: quote! {
            move |__made: &#output| -> ::core::result::Result<(), __lf::NodeError> {
                #(#outputs)*
                ::core::result::Result::Ok(())
            }
        },
    }
}

/// What is found out about a graph's shapes, and its contract.
pub fn findings(
    body: &Body,
    shapes: Option<&Shapes>,
    function: &Function,
    life: &TokenStream,
) -> TokenStream {
    let wires = wires(body);
    let (room, ports) = (wires * 3 + 64, function.params.len());
    let declared = contract(shapes, function);
    let name = &function.name;
    quote! {
        const __OPEN: __lf::Open = __lf::Open { conditions: __FOUND.report.open, wires: #wires, symbols: #room };
        static __DECLARED: ::core::option::Option<__lf::Contract> = #declared;
        const __FOUND: &__lf::Findings<#ports> = &__lf::find::<#wires, #room, #ports>(&__BODY, __PORTS, __DECLARED.as_ref());
        const __SUMMARY: &__lf::Summary<#ports> = &__FOUND.summary;
        impl __lf::Graph for #name #life {
            const REPORT: &'static __lf::Report = &__FOUND.report;
        }
    }
}

/// What is known of a workflow's inputs, once they are there.
pub fn probes(function: &Function) -> TokenStream {
    let probes = function.params.iter().map(|param| {
        let name = &param.name;
        match is_whole(&param.owned) {
            true => quote!(__lf::Shape::number(self.#name as i64)),
            false => quote!(__lf::Probe(&self.#name).shape()),
        }
    });
    quote! {
        fn shapes(&self) -> ::std::vec::Vec<__lf::Shape> {
            use __lf::ProbeAny as _;
            ::std::vec![#(#probes),*]
        }
    }
}

/// The same of inputs of which some did not read: `__read` has all of them.
pub fn known(function: &Function) -> TokenStream {
    let shapes = function.params.iter().enumerate().map(|(index, param)| {
        let index = Literal::usize_unsuffixed(index);
        let shape = match is_whole(&param.owned) {
            true => quote!(__lf::Shape::number(*__it as i64)),
            false => quote!(__lf::Probe(__it).shape()),
        };
        quote!(match &__read.#index {
            ::core::option::Option::Some(__it) => #shape,
            ::core::option::Option::None => __lf::Shape::UNKNOWN,
        })
    });
    quote! {{
        use __lf::ProbeAny as _;
        ::std::vec![#(#shapes),*]
    }}
}

/// How many wires a graph has, with those of inner bodies.
fn wires(body: &Body) -> usize {
    let inside = body.steps.iter().map(|step| match &step.kind {
        StepKind::Branch(branch) => branch.arms.iter().map(|arm| wires(&arm.body)).sum(),
        StepKind::Map { body, .. } => wires(body),
        _ => 0,
    });
    body.wires.len() + inside.sum::<usize>()
}

/// Whether a graph calls itself: its shapes cannot be found out, only declared.
pub fn calls(body: &Body, name: &str) -> bool {
    body.steps.iter().any(|step| match &step.kind {
        StepKind::Call(call) => call.path.segments.last().is_some_and(|last| last.ident == name),
        StepKind::Branch(branch) => branch.arms.iter().any(|arm| calls(&arm.body, name)),
        StepKind::Map { body, .. } => calls(body, name),
        _ => false,
    })
}

/// The check of a graph's own contract, at its last expression.
pub fn result_check(body: &Body, function: &Function) -> TokenStream {
    let (name, life) = (&function.name, function.borrows().then(|| quote!(<'_>)));
    let text = spec::bare_name(name);
    let at = body.tail.value.as_ref().map_or(body.tail.span, Argument::span);
    quote_spanned!(at => const _: () = ::lightflow::__private::keeps(<#name #life as ::lightflow::__private::Graph>::REPORT, #text);)
}

/// One check for each step whose inputs may not fit, at the user's arguments.
pub fn checks(body: &Body, function: &Function) -> TokenStream {
    let (name, life) = (&function.name, function.borrows().then(|| quote!(<'_>)));
    let mut checks = Checks::default();
    body_checks(body, &mut checks);
    // Most graphs are right: rustc does not look at each argument of those.
    checks.into_tokens(|checks| {
        quote! {
            use ::lightflow::__private as __lf;
            let __report = <#name #life as __lf::Graph>::REPORT;
            if __report.has_problems() { #checks }
        }
    })
}

fn body_checks(body: &Body, checks: &mut Checks) {
    for step in &body.steps {
        match &step.kind {
            StepKind::Call(call) => step_checks(call, step.span, checks),
            StepKind::Branch(branch) => {
                branch.arms.iter().for_each(|arm| body_checks(&arm.body, checks));
            }
            StepKind::Map { body, .. } => body_checks(body, checks),
            _ => {}
        }
    }
}

fn step_checks(call: &Call, span: Span, all: &mut Checks) {
    let (line, column) = (span.start().line as u32, span.start().column as u32 + 1);
    let (line, column) = (Literal::u32_unsuffixed(line), Literal::u32_unsuffixed(column));
    let check = |argument: &Argument, port: String, index: usize| {
        let at = matters(argument)?;
        let index = Literal::u32_unsuffixed(index as u32);
        Some(quote_spanned!(at => __lf::fit(__report, (#line, #column), #port, #index)))
    };
    let checks: Vec<TokenStream> = match &call.args {
        CallArgs::Positional(arguments, _) => {
            let arguments = arguments.iter().enumerate();
            arguments.filter_map(|(index, argument)| check(argument, String::new(), index)).collect()
        }
        CallArgs::Named { fields, .. } => {
            fields.iter().filter_map(|(port, argument)| check(argument, spec::bare_name(port), 0)).collect()
        }
    };
    if !checks.is_empty() {
        all.push(quote!(#(#checks);*));
    }
}

/// Where to point if an argument's shape does not fit; only whole values and numbers are known.
fn matters(argument: &Argument) -> Option<Span> {
    if is_whole_wire(argument) {
        return argument.reads.first().map(|read| read.local.span());
    }
    number(argument).map(|_| argument.expr.span())
}

/// Whether the expression is one wire, or a reference to it or a clone of it.
pub fn is_whole_wire(argument: &Argument) -> bool {
    let [read] = &argument.reads[..] else { return false };
    let mut expr = &argument.expr;
    loop {
        expr = match expr {
            Expr::Paren(inside) => &inside.expr,
            Expr::Group(inside) => &inside.expr,
            Expr::Reference(inside) => &inside.expr,
            Expr::Unary(inside) if matches!(inside.op, UnOp::Deref(_)) => &inside.expr,
            Expr::MethodCall(call) if call.method == "clone" && call.args.is_empty() => &call.receiver,
            Expr::Path(path) => return path.path.is_ident(&read.local),
            _ => return false,
        };
    }
}

/// The whole number that an argument is.
pub fn number(argument: &Argument) -> Option<i64> {
    match &argument.expr {
        Expr::Lit(literal) => match &literal.lit {
            syn::Lit::Int(number) => number.base10_parse().ok(),
            _ => None,
        },
        _ => None,
    }
}
