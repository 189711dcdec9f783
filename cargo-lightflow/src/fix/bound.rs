//! A value that needs a name and has none: it gets a line of its own.

use lightflow_errors::{self as errors, Mistake};
use syn::visit::{self, Visit};
use syn::{Expr, Member, Stmt};

use super::{Edit, replace, values};
use crate::diagnose::Seen;
use crate::source::{Graph, Statement, bytes, holds};

pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    match mistake {
        errors::STEP_IN_EXPRESSION => branch_of_port(seen),
        errors::UNNAMED_SCRUTINEE => rest_of_a_text(seen),
        _ => None,
    }
}

/// `resize(if wide { photo } else { blur(&photo) }, 512)`: the branch gets the name of its port.
fn branch_of_port(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    struct Search<'a, 'r> {
        range: &'r std::ops::Range<usize>,
        found: Option<(&'a Expr, &'a syn::Path, Result<String, usize>)>,
    }
    impl<'a> Visit<'a> for Search<'a, '_> {
        fn visit_expr_call(&mut self, call: &'a syn::ExprCall) {
            if let Expr::Path(func) = &*call.func {
                for (index, value) in call.args.iter().enumerate() {
                    self.look(value, &func.path, Err(index));
                }
            }
            visit::visit_expr_call(self, call);
        }
        fn visit_expr_struct(&mut self, literal: &'a syn::ExprStruct) {
            for field in &literal.fields {
                if let Member::Named(port) = &field.member {
                    self.look(&field.expr, &literal.path, Ok(port.to_string()));
                }
            }
            visit::visit_expr_struct(self, literal);
        }
    }
    impl<'a> Search<'a, '_> {
        fn look(&mut self, value: &'a Expr, path: &'a syn::Path, port: Result<String, usize>) {
            if matches!(value, Expr::If(_) | Expr::Match(_)) && holds(&bytes(value), self.range) {
                self.found = Some((value, path, port));
            }
        }
    }
    let graph = Graph(seen.graph()?);
    let around = Statement::around(graph.0, &seen.range);
    // The innermost statement around the branch, and not one inside of it.
    let mut search = Search { range: &seen.range, found: None };
    search.visit_block(&graph.0.block);
    let (value, node, port) = search.found?;
    let statement = around.iter().rev().find(|around| {
        let own = bytes(around.stmt());
        holds(&own, &bytes(value)) && own != bytes(value)
    })?;
    // What runs only in a branch stays there.
    if !matches!(statement.stmt(), Stmt::Local(_) | Stmt::Expr(Expr::Call(_) | Expr::Struct(_), _)) {
        return None;
    }
    let name = match port {
        Ok(name) => name,
        Err(index) => {
            seen.assets.get(&node.segments.last()?.ident.to_string())?.ports.get(index)?.name.clone()
        }
    };
    let taken = graph.names().into_iter().chain(graph.parameters()).any(|other| other == name);
    if taken || seen.file.slice(&bytes(value)).contains('\n') {
        return None;
    }
    let start = bytes(statement.stmt()).start;
    let indent = values::indent(seen, start);
    let line = format!("let {name} = {};\n{indent}", seen.file.slice(&bytes(value)));
    Some(vec![replace(seen, start..start, line), replace(seen, bytes(value), name)])
}

/// `match path.strip_suffix(".png") { Some(stem) => .. }`: a text of its own, with the name that the arm gives it.
fn rest_of_a_text(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    struct Search<'a>(usize, Option<&'a syn::ExprMatch>);
    impl<'a> Visit<'a> for Search<'a> {
        fn visit_expr_match(&mut self, it: &'a syn::ExprMatch) {
            if bytes(&it.expr).start == self.0 {
                self.1 = Some(it);
            }
            visit::visit_expr_match(self, it);
        }
    }
    let graph = Graph(seen.graph()?);
    let mut search = Search(seen.range.start, None);
    search.visit_block(&graph.0.block);
    let it = search.1?;
    let Expr::MethodCall(call) = &*it.expr else { return None };
    let Expr::Path(text) = &*call.receiver else { return None };
    let text = text.path.get_ident()?.to_string();
    let is_text = values::in_scope(seen, &seen.range)
        .into_iter()
        .any(|(name, ty)| name == text && ty.is_some_and(|ty| ty == "String"));
    let rest = call.method == "strip_suffix" || call.method == "strip_prefix";
    let name = it.arms.iter().find_map(|arm| {
        let inner = seen.file.slice(&bytes(&arm.pat)).strip_prefix("Some(")?.strip_suffix(')')?;
        syn::parse_str::<syn::Ident>(inner).ok()
    })?;
    let words = |range: std::ops::Range<usize>| {
        let text = seen.file.slice(&range);
        let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        words.filter(|word| name == word).count()
    };
    let alone = words(bytes(graph.0)) == words(bytes(it)) && words(bytes(&it.expr)) == 0;
    let around = Statement::around(graph.0, &(bytes(it)));
    let statement = around.last()?.stmt();
    if !is_text
        || !rest
        || call.args.len() != 1
        || !alone
        || !matches!(statement, Stmt::Local(_) | Stmt::Expr(Expr::Match(_), _))
    {
        return None;
    }
    let start = bytes(statement).start;
    let indent = values::indent(seen, start);
    let value = seen.file.slice(&bytes(call));
    let line = format!("let {name}: Option<String> = {value}.map(str::to_owned);\n{indent}");
    Some(vec![replace(seen, start..start, line), replace(seen, bytes(call), name.to_string())])
}

#[cfg(test)]
mod tests {
    use crate::fix::testing::Mistaken;

    fn repaired(body: &str) -> Option<String> {
        let text = format!(
            "#[node] fn fit(image: Image, n: u32) -> Image {{}}\n#[workflow] fn f(photo: Image, wide: bool) -> Image {{\n{body}\n}}"
        );
        let message = "a step cannot run inside an `if` of an expression\nhelp: bind it\ncode: LF0216";
        let repaired = Mistaken::new(&text, message).at_last("blur").repaired()?;
        Some(repaired.split_once("wide: bool) -> Image {\n")?.1.strip_suffix("\n}")?.to_owned())
    }

    #[test]
    fn a_branch_gets_the_name_of_its_port() {
        assert_eq!(
            repaired("    fit(if wide { photo } else { blur(photo) }, 2)").as_deref(),
            Some("    let image = if wide { photo } else { blur(photo) };\n    fit(image, 2)")
        );
    }

    #[test]
    fn it_is_left_where_the_name_is_taken_or_the_port_is_not_known() {
        assert_eq!(repaired("    let image = load(); fit(if wide { photo } else { blur(image) }, 2)"), None);
        assert_eq!(repaired("    unknown(if wide { photo } else { blur(photo) }, 2)"), None);
        assert_eq!(repaired("    fit(photo.then(|| blur(photo)), 2)"), None);
    }

    fn taken_apart(head: &str, body: &str) -> Option<String> {
        let text = format!("#[workflow] fn f({head}) -> Image {{\n    {body}\n}}");
        let message = "patterns that bind names take a value with a name apart\nhelp: bind it\ncode: LF0223";
        let repaired = Mistaken::new(&text, message).at_last("path.").token("path".len()).repaired()?;
        Some(repaired.split_once("{\n    ")?.1.strip_suffix("\n}")?.to_owned())
    }

    #[test]
    fn the_rest_of_a_text_gets_the_name_of_its_arm() {
        let arms = "{ Some(stem) => load(stem.to_owned()), None => empty() }";
        assert_eq!(
            taken_apart("path: String", &format!("match path.strip_suffix(\".png\") {arms}")),
            Some(format!(
                "let stem: Option<String> = path.strip_suffix(\".png\").map(str::to_owned);\n    match stem {arms}"
            ))
        );
        let others = [
            ("path: Name", "match path.strip_suffix(\".png\")"),
            ("path: String", "match path.find(\".png\")"),
            ("path: String, stem: u32", "match path.strip_suffix(\".png\")"),
        ];
        for (head, body) in others {
            assert_eq!(taken_apart(head, &format!("{body} {arms}")), None, "{head} {body}");
        }
    }
}
