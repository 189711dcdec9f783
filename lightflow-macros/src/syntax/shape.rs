//! `shape(latent: [b, 4, h, w] -> [b, 3, 8*h, 8*w] where h % 8 == 0)` on a node, composition or workflow.

use lightflow_errors as errors;
use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::parse::{Parse, ParseStream};
use syn::{BinOp, Expr, ExprBinary, Lit, Token, UnOp, bracketed, parenthesized};

use super::Given;
use crate::diag::Diagnostics;
use crate::names;

/// How many axes a shape may have.
const RANK: usize = 6;

/// What is said about shapes.
#[derive(Debug, Default)]
pub struct Shapes {
    pub inputs: Vec<(Ident, Pattern)>,
    /// One without a name, or the parts by name or place.
    pub outputs: Vec<(String, Pattern)>,
    pub conditions: Vec<Condition>,
    /// All axis names, in the order of their first use.
    pub axes: Vec<String>,
}

/// `[..., b, 4, h/8]`
#[derive(Debug)]
pub struct Pattern {
    pub leading: bool,
    pub extents: Vec<Extent>,
}

#[derive(Debug)]
pub enum Extent {
    Any,
    Is(Sum),
    OneOr(Sum),
    Floor { of: Sum, by: i64, plus: Sum },
}

/// `(constant + Σ factor * axis) / divisor`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub constant: i64,
    pub terms: BTreeMap<String, i64>,
    pub divisor: i64,
}

#[derive(Debug)]
pub struct Condition {
    pub left: Sum,
    pub test: Test,
    pub text: String,
}

#[derive(Debug)]
pub enum Test {
    MultipleOf(i64),
    Equals(Sum),
    AtLeast(Sum),
    AtMost(Sum),
}

impl Shapes {
    /// Takes `shape(..)` out of an attribute's options.
    pub fn take(options: &mut TokenStream, diags: &mut Diagnostics) -> Option<Self> {
        let mut rest: Vec<TokenTree> = Vec::new();
        let (mut found, mut given): (Option<Group>, _) = (None, Given::default());
        let mut tokens = std::mem::take(options).into_iter().peekable();
        while let Some(token) = tokens.next() {
            let TokenTree::Ident(name) = &token else {
                rest.push(token);
                continue;
            };
            let starts = matches!(rest.last(), None | Some(TokenTree::Punct(_)));
            match tokens.peek() {
                Some(TokenTree::Group(group))
                    if starts && name == "shape" && group.delimiter() == Delimiter::Parenthesis =>
                {
                    let group = group.clone();
                    tokens.next();
                    if given.is_new("shape", group.to_string(), name.span(), diags) {
                        found = Some(group);
                    }
                    // The comma after it goes with it, or the one before.
                    match tokens.peek() {
                        Some(TokenTree::Punct(_)) => drop(tokens.next()),
                        _ => drop(rest.pop()),
                    }
                }
                _ => rest.push(token),
            }
        }
        *options = rest.into_iter().collect();
        let group = found?;
        match syn::parse2::<Self>(group.stream()) {
            Ok(shapes) => Some(shapes),
            Err(error) => {
                diags.syntax(errors::SHAPE_SYNTAX, error);
                None
            }
        }
    }

    /// Refuses names that are no ports; `numbers` are ports whose value may be an axis.
    pub fn check(&self, ports: &[String], diags: &mut Diagnostics) {
        let mut seen: Vec<String> = Vec::new();
        for (port, _) in &self.inputs {
            let text = port.to_string();
            let known: Vec<&str> = ports.iter().map(String::as_str).collect();
            if !known.contains(&text.as_str()) {
                let message = format!("there is no port `{text}`");
                diags.error(errors::UNKNOWN_SHAPE_PORT, port.span(), message, names::suggest(&text, &known));
            } else if seen.contains(&text) {
                let message = format!("the shape of `{text}` is given twice");
                diags.error(errors::DOUBLED_SHAPE, port.span(), message, "remove one of them");
            }
            seen.push(text);
        }
    }
}

impl Parse for Shapes {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut shapes = Self::default();
        while input.peek(Ident::peek_any) && !input.peek(Token![->]) {
            let port: Ident = input.parse()?;
            if !input.peek(Token![:]) {
                let help = "write the axes, as in `port: [b, c, h, w] -> [b, c]`";
                return Err(syn::Error::new(
                    port.span(),
                    format!("a port has a shape after `:`\nhelp: {help}"),
                ));
            }
            input.parse::<Token![:]>()?;
            let pattern = Pattern::parse(input, &mut shapes.axes)?;
            shapes.inputs.push((port, pattern));
            if !input.peek(Token![,]) {
                break;
            }
            input.parse::<Token![,]>()?;
        }
        if input.peek(Token![->]) {
            input.parse::<Token![->]>()?;
            shapes.outputs = outputs(input, &mut shapes.axes)?;
        }
        if input.peek(Token![where]) {
            input.parse::<Token![where]>()?;
            while !input.is_empty() {
                let condition: Expr = input.parse()?;
                shapes.conditions.push(Condition::of(&condition, &mut shapes.axes)?);
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
        }
        if input.is_empty() {
            return Ok(shapes);
        }
        let help = "write it as in `port: [b, c] -> [b, c] where c % 8 == 0`";
        Err(input.error(format!("this is no part of a shape\nhelp: {help}")))
    }
}

use syn::ext::IdentExt as _;

fn outputs(input: ParseStream<'_>, axes: &mut Vec<String>) -> syn::Result<Vec<(String, Pattern)>> {
    let mut all = Vec::new();
    if input.peek(syn::token::Paren) {
        let inside;
        parenthesized!(inside in input);
        while !inside.is_empty() {
            all.push((all.len().to_string(), Pattern::parse(&inside, axes)?));
            if !inside.is_empty() {
                inside.parse::<Token![,]>()?;
            }
        }
    } else if input.peek(syn::token::Brace) {
        let inside;
        syn::braced!(inside in input);
        while !inside.is_empty() {
            let name: Ident = inside.parse()?;
            inside.parse::<Token![:]>()?;
            all.push((name.to_string(), Pattern::parse(&inside, axes)?));
            if !inside.is_empty() {
                inside.parse::<Token![,]>()?;
            }
        }
    } else {
        all.push((String::new(), Pattern::parse(input, axes)?));
    }
    Ok(all)
}

impl Pattern {
    fn parse(input: ParseStream<'_>, axes: &mut Vec<String>) -> syn::Result<Self> {
        if !input.peek(syn::token::Bracket) {
            return Err(input.error("a shape is a list of axes\nhelp: write its axes, as in `[b, c, h, w]`"));
        }
        let inside;
        let bracket = bracketed!(inside in input);
        let bracket_text = inside.cursor().token_stream();
        let mut pattern = Self { leading: false, extents: Vec::new() };
        while !inside.is_empty() {
            if inside.peek(Token![...]) {
                let dots: Token![...] = inside.parse()?;
                if pattern.leading || !pattern.extents.is_empty() {
                    let text = "`...` stands for leading axes\nhelp: ".to_owned();
                    let help = dots_first(pattern.leading, bracket_text);
                    return Err(syn::Error::new(dots.spans[0], text + &help));
                }
                pattern.leading = true;
            } else if inside.peek(Token![_]) {
                inside.parse::<Token![_]>()?;
                pattern.extents.push(Extent::Any);
            } else if inside.peek(Token![#]) {
                inside.parse::<Token![#]>()?;
                let expression: Expr = inside.parse()?;
                pattern.extents.push(Extent::OneOr(Sum::of(&expression, axes)?));
            } else {
                let expression: Expr = inside.parse()?;
                pattern.extents.push(extent(&expression, axes)?);
            }
            if !inside.is_empty() {
                inside.parse::<Token![,]>()?;
            }
        }
        if pattern.extents.len() > RANK {
            let text = format!("a shape has at most {RANK} axes\nhelp: put some of them together");
            return Err(syn::Error::new(bracket.span.join(), text));
        }
        Ok(pattern)
    }
}

/// `[..., b, w]` for `[b, ..., w]`.
fn dots_first(doubled: bool, axes: TokenStream) -> String {
    if doubled {
        return "write it once".to_owned();
    }
    let mut parts: Vec<String> = vec![String::new()];
    for token in axes {
        match &token {
            TokenTree::Punct(comma) if comma.as_char() == ',' => parts.push(String::new()),
            token => parts.last_mut().expect("there is one").push_str(&token.to_string()),
        }
    }
    parts.retain(|part| part != "..." && !part.is_empty());
    format!("write `[..., {}]`", parts.join(", "))
}

/// `expression`, or `floor(expression / 2) + expression`.
fn extent(expression: &Expr, axes: &mut Vec<String>) -> syn::Result<Extent> {
    if let Some((of, by)) = floor(expression, axes)? {
        return Ok(Extent::Floor { of, by, plus: Sum::number(0) });
    }
    if let Expr::Binary(ExprBinary { left, op, right, .. }) = expression
        && let BinOp::Add(_) | BinOp::Sub(_) = op
        && let Some((of, by)) = floor(left, axes)?
    {
        let plus = Sum::of(right, axes)?;
        let plus = if matches!(op, BinOp::Sub(_)) { plus.times(-1) } else { plus };
        return Ok(Extent::Floor { of, by, plus });
    }
    if is_product(expression) {
        let text = "this is no linear expression: the size is known in a run alone\nhelp: write `_` alone";
        return Err(syn::Error::new(span_of(expression), text));
    }
    Ok(Extent::Is(Sum::of(expression, axes)?))
}

/// `h * w` of two axes.
fn is_product(expression: &Expr) -> bool {
    let Expr::Binary(ExprBinary { left, op: BinOp::Mul(_), right, .. }) = expression else { return false };
    matches!((&**left, &**right), (Expr::Path(_), Expr::Path(_)))
}

fn floor(expression: &Expr, axes: &mut Vec<String>) -> syn::Result<Option<(Sum, i64)>> {
    let Expr::Call(call) = expression else { return Ok(None) };
    let text = "only `floor(expression / number)` is known here\nhelp: write it as in `floor(h / 2)`";
    let refused = |span: Span| syn::Error::new(span, text);
    let named = matches!(&*call.func, Expr::Path(path) if path.path.is_ident("floor"));
    match call.args.first() {
        Some(Expr::Binary(ExprBinary { left, op: BinOp::Div(_), right, .. }))
            if named && call.args.len() == 1 =>
        {
            let by = number(right).filter(|by| *by > 0).ok_or_else(|| refused(span_of(right)))?;
            Ok(Some((Sum::of(left, axes)?, by)))
        }
        _ => Err(refused(span_of(expression))),
    }
}

impl Condition {
    fn of(expression: &Expr, axes: &mut Vec<String>) -> syn::Result<Self> {
        let text = expression.to_token_stream().to_string();
        let refused = || {
            let help = "write it as `h % 8 == 0`, `a == b`, `h <= 2048` or `h >= 64`";
            syn::Error::new(span_of(expression), format!("this is no condition on axes\nhelp: {help}"))
        };
        let Expr::Binary(ExprBinary { left, op, right, .. }) = expression else { return Err(refused()) };
        if let (Expr::Binary(ExprBinary { left: of, op: BinOp::Rem(_), right: by, .. }), BinOp::Eq(_)) =
            (&**left, op)
        {
            let (Some(by), Some(0)) = (number(by).filter(|by| *by > 0), number(right)) else {
                return Err(refused());
            };
            return Ok(Self { left: Sum::of(of, axes)?, test: Test::MultipleOf(by), text });
        }
        let (left, right) = (Sum::of(left, axes)?, Sum::of(right, axes)?);
        let test = match op {
            BinOp::Eq(_) => Test::Equals(right),
            BinOp::Ge(_) => Test::AtLeast(right),
            BinOp::Gt(_) => Test::AtLeast(right.plus(&Sum::number(1))),
            BinOp::Le(_) => Test::AtMost(right),
            BinOp::Lt(_) => Test::AtMost(right.plus(&Sum::number(-1))),
            _ => return Err(refused()),
        };
        Ok(Self { left, test, text })
    }
}

impl Sum {
    pub fn number(constant: i64) -> Self {
        Self { constant, terms: BTreeMap::new(), divisor: 1 }
    }

    fn of(expression: &Expr, axes: &mut Vec<String>) -> syn::Result<Self> {
        let refused = |why: &str| {
            let help = "axes may be added, multiplied by numbers and divided by numbers, as in `8*h` or `(h + 2*p) / 2`";
            Err(syn::Error::new(span_of(expression), format!("{why}\nhelp: {help}")))
        };
        match expression {
            Expr::Lit(_) => match number(expression) {
                Some(number) => Ok(Self::number(number)),
                None => refused("an axis is a name or a whole number"),
            },
            Expr::Path(path) => match path.path.get_ident() {
                Some(name) => {
                    let name = name.to_string();
                    if !axes.contains(&name) {
                        axes.push(name.clone());
                    }
                    Ok(Self { constant: 0, terms: [(name, 1)].into(), divisor: 1 })
                }
                None => refused("an axis is a name or a whole number"),
            },
            Expr::Paren(inside) => Self::of(&inside.expr, axes),
            Expr::Group(inside) => Self::of(&inside.expr, axes),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => {
                Ok(Self::of(&unary.expr, axes)?.times(-1))
            }
            Expr::Binary(ExprBinary { left, op, right, .. }) => {
                let (left, right) = (Self::of(left, axes)?, Self::of(right, axes)?);
                match op {
                    BinOp::Add(_) => Ok(left.plus(&right)),
                    BinOp::Sub(_) => Ok(left.plus(&right.times(-1))),
                    BinOp::Mul(_) if right.terms.is_empty() && right.divisor == 1 => {
                        Ok(left.times(right.constant))
                    }
                    BinOp::Mul(_) if left.terms.is_empty() && left.divisor == 1 => {
                        Ok(right.times(left.constant))
                    }
                    BinOp::Div(_) if right.terms.is_empty() && right.constant > 0 && right.divisor == 1 => {
                        Ok(Self { divisor: left.divisor.saturating_mul(right.constant), ..left })
                    }
                    _ => refused("this is no linear expression"),
                }
            }
            _ => refused("this is no linear expression"),
        }
    }

    fn times(mut self, factor: i64) -> Self {
        self.constant = self.constant.saturating_mul(factor);
        self.terms.values_mut().for_each(|it| *it = it.saturating_mul(factor));
        self
    }

    fn plus(&self, other: &Self) -> Self {
        let (a, b) = (self.clone().times(other.divisor), other.clone().times(self.divisor));
        let mut sum = Self {
            constant: a.constant.saturating_add(b.constant),
            terms: a.terms,
            divisor: self.divisor.saturating_mul(other.divisor),
        };
        for (axis, factor) in b.terms {
            let term = sum.terms.entry(axis).or_default();
            *term = term.saturating_add(factor);
        }
        sum
    }
}

fn number(expression: &Expr) -> Option<i64> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) => number.base10_parse().ok(),
            _ => None,
        },
        _ => None,
    }
}

fn span_of(expression: &Expr) -> Span {
    syn::spanned::Spanned::span(expression)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (Option<Shapes>, Vec<String>) {
        let mut diags = Diagnostics::default();
        let mut tokens: TokenStream = text.parse().unwrap();
        let shapes = Shapes::take(&mut tokens, &mut diags);
        (shapes, diags.texts().into_iter().map(str::to_owned).collect())
    }

    #[test]
    fn a_shape_is_taken_out_of_the_options_and_read() {
        let mut tokens: TokenStream =
            "retry = 3, shape(latent: [b, 4, h, w] -> [b, 3, 8*h, (w + 2) / 2] where h % 8 == 0), volatile"
                .parse()
                .unwrap();
        let shapes = Shapes::take(&mut tokens, &mut Diagnostics::default()).expect("it is there");
        assert_eq!(tokens.to_string(), "retry = 3 , volatile");
        assert_eq!(shapes.axes, ["b", "h", "w"]);
        let Extent::Is(width) = &shapes.outputs[0].1.extents[3] else { panic!("it is an expression") };
        assert_eq!((width.constant, width.divisor), (2, 2));
        assert!(matches!(shapes.conditions[0].test, Test::MultipleOf(8)));
    }

    #[test]
    fn leading_axes_any_axes_broadcasting_and_floors_are_read() {
        let (shapes, errors) =
            parsed("shape(a: [..., _, #c], b: [] -> { x: [c], y: [floor((c - 3) / 2) + 1] })");
        let shapes = shapes.unwrap_or_else(|| panic!("{errors:?}"));
        assert!(shapes.inputs[0].1.leading);
        assert!(matches!(shapes.inputs[0].1.extents[..], [Extent::Any, Extent::OneOr(_)]));
        assert!(matches!(shapes.outputs[1].1.extents[..], [Extent::Floor { by: 2, .. }]));
    }

    #[test]
    fn every_mistake_says_what_to_write() {
        for (text, message) in [
            ("shape(a: [h * w])", "this is no linear expression"),
            ("shape(a: [h, ..., w])", "`...` stands for leading axes"),
            ("shape(a)", "a port has a shape after `:`"),
            ("shape(a: h)", "a shape is a list of axes"),
            ("shape(a: [h] where h)", "this is no condition on axes"),
            ("shape(a: [ceil(h / 2)])", "only `floor(expression / number)` is known here"),
        ] {
            let (_, errors) = parsed(text);
            assert!(errors.len() == 1 && errors[0].starts_with(message), "{text}: {errors:?}");
        }
    }

    #[test]
    fn an_axis_is_unknown_only_where_it_is_a_product_and_nothing_else() {
        let help = |text: &str| parsed(text).1[0].split_once("help: ").unwrap().1.to_owned();
        assert!(help("shape(a: [h * w])").starts_with("write `_` alone"));
        for other in ["shape(a: [2 * (h * w)])", "shape(a: [h * w + 1])", "shape(a: [h / w])"] {
            assert!(help(other).starts_with("axes may be added"), "{other}");
        }
    }
}
