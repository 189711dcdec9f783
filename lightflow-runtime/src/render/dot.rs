//! Prints a chart in the [language of Graphviz](https://graphviz.org/doc/info/lang.html).

use std::fmt::Write as _;

use super::chart::{Arrow, Chart, Child, ClusterKind, Mark, Shape};
use super::view::View;

pub(crate) fn print(view: &View) -> String {
    let chart = Chart::of(view);
    let mut text = format!("digraph {} {{\n", quote(view.name));
    text.push_str(HEAD);
    children(&mut text, &chart.children, 1);
    for Arrow { from, to, label } in &chart.arrows {
        let label = match label.as_str() {
            "" => String::new(),
            label => format!(" [label={}]", quote(label)),
        };
        line(&mut text, 1, format_args!("{from} -> {to}{label};"));
    }
    text.push_str("}\n");
    text
}

const HEAD: &str = "  graph [rankdir=TB, fontname=\"Helvetica\", fontsize=11, nodesep=0.35, ranksep=0.4];
  node [fontname=\"Helvetica\", fontsize=11, shape=box, style=rounded, color=\"#3b6fe0\"];
  edge [fontname=\"Helvetica\", fontsize=9, color=\"#64748b\", arrowsize=0.7];
";

fn line(text: &mut String, depth: usize, line: std::fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let _ = writeln!(text, "{:depth$}{line}", "", depth = depth * 2);
}

fn children(text: &mut String, list: &[Child], depth: usize) {
    for child in list {
        match child {
            Child::Mark(child) => mark(text, child, depth),
            Child::Cluster(cluster) => {
                let color = match cluster.kind {
                    ClusterKind::Group => "#7c4fd6",
                    ClusterKind::For => "#0d8a72",
                    ClusterKind::Branch | ClusterKind::Arm => "#c2700c",
                };
                line(text, depth, format_args!("subgraph cluster_{} {{", cluster.id));
                let title = quote(&cluster.title);
                line(
                    text,
                    depth + 1,
                    format_args!("label={title}; labeljust=l; style=rounded; color=\"{color}\";"),
                );
                children(text, &cluster.children, depth + 1);
                line(text, depth, format_args!("}}"));
            }
        }
    }
}

fn mark(text: &mut String, mark: &Mark, depth: usize) {
    let Mark { id, shape, title, detail } = mark;
    let title = match (shape, detail.as_str()) {
        (_, "") => title.clone(),
        (Shape::Param, ty) => format!("{title}: {ty}"),
        (Shape::Glue, expression) if expression == title => title.clone(),
        (Shape::Glue, expression) => format!("{title} = {expression}"),
        (_, detail) => format!("{title}\n{detail}"),
    };
    let style = match shape {
        Shape::Param => ", style=\"rounded,dashed\", color=\"#64748b\"",
        Shape::Node => "",
        Shape::Folded => ", peripheries=2, color=\"#7c4fd6\"",
        Shape::Glue => ", shape=plaintext",
        Shape::Decision => ", shape=diamond, style=solid, color=\"#c2700c\"",
        Shape::Merge if title.is_empty() => ", shape=point, color=\"#64748b\"",
        Shape::Merge => ", shape=ellipse, style=solid, color=\"#c2700c\"",
        Shape::Result => ", penwidth=2, color=\"#64748b\"",
    };
    line(text, depth, format_args!("{id} [label={}{style}];", quote(&title)));
}

fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            // Graphviz reads HTML character codes in every label.
            '&' => quoted.push_str("&amp;"),
            character if character.is_control() => quoted.push(' '),
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
