//! Prints a chart as a [Mermaid flowchart](https://mermaid.js.org/syntax/flowchart.html).

use std::fmt::Write as _;

use super::chart::{Arrow, Chart, Child, ClusterKind, Mark, Shape};
use super::view::View;

pub(crate) fn print(view: &View) -> String {
    let chart = Chart::of(view);
    let mut printer = Printer { text: "flowchart TD\n".to_owned(), classes: Default::default() };
    printer.children(&chart.children, 1);
    for Arrow { from, to, label } in &chart.arrows {
        let label = match label.as_str() {
            "" => String::new(),
            label => format!("|\"{}\"|", escape(label)),
        };
        printer.line(1, format_args!("{from} -->{label} {to}"));
    }
    printer.styles();
    printer.text
}

struct Printer {
    text: String,
    /// The marks and clusters of each class in [`CLASSES`].
    classes: [Vec<String>; CLASSES.len()],
}

/// Strokes alone, so that the page's own theme, light or dark, gives the other colours.
const CLASSES: [(&str, &str); 7] = [
    ("param", "stroke:#64748b,stroke-dasharray:4 3"),
    ("node", "stroke:#3b6fe0,stroke-width:1.5px"),
    ("glue", "stroke:#94a3b8"),
    ("result", "stroke:#64748b,stroke-width:2px"),
    ("group", "stroke:#7c4fd6,fill:none"),
    ("loop", "stroke:#0d8a72,fill:none"),
    ("branch", "stroke:#c2700c,fill:none"),
];

impl Printer {
    fn line(&mut self, depth: usize, line: std::fmt::Arguments<'_>) {
        // Writing to a `String` cannot fail.
        let _ = writeln!(self.text, "{:depth$}{line}", "", depth = depth * 2);
    }

    fn classify(&mut self, class: &str, id: &str) {
        let index = CLASSES.iter().position(|(name, _)| *name == class);
        if let Some(index) = index {
            self.classes[index].push(id.to_owned());
        }
    }

    fn children(&mut self, children: &[Child], depth: usize) {
        for child in children {
            match child {
                Child::Mark(mark) => self.mark(mark, depth),
                Child::Cluster(cluster) => {
                    let title = escape(&cluster.title);
                    self.line(depth, format_args!("subgraph {}[\"{title}\"]", cluster.id));
                    self.children(&cluster.children, depth + 1);
                    self.line(depth, format_args!("end"));
                    let class = match cluster.kind {
                        ClusterKind::Group => "group",
                        ClusterKind::For => "loop",
                        ClusterKind::Branch | ClusterKind::Arm => "branch",
                    };
                    self.classify(class, &cluster.id);
                }
            }
        }
    }

    fn mark(&mut self, mark: &Mark, depth: usize) {
        let title = escape(&mark.title);
        let detail = escape(&mark.detail);
        let (open, close, class) = match mark.shape {
            Shape::Param => ("([", "])", "param"),
            Shape::Node => ("[", "]", "node"),
            Shape::Folded => ("[[", "]]", "group"),
            Shape::Glue => ("(", ")", "glue"),
            Shape::Decision => ("{", "}", "branch"),
            Shape::Merge => ("((", "))", "result"),
            Shape::Result => ("([", "])", "result"),
        };
        let label = match (mark.shape, detail.as_str()) {
            (Shape::Param, "") | (Shape::Decision | Shape::Result | Shape::Merge, _) => {
                // An empty label would show the id.
                if title.is_empty() { " ".to_owned() } else { title }
            }
            (Shape::Param, ty) => format!("{title}: {ty}"),
            (Shape::Glue, text) if text.is_empty() || text == title => title,
            (Shape::Glue, text) => format!("{title} = {text}"),
            (Shape::Node | Shape::Folded, detail) => {
                format!("<b>{title}</b><br/><small>{detail}</small>")
            }
        };
        self.line(depth, format_args!("{}{open}\"{label}\"{close}", mark.id));
        self.classify(class, &mark.id);
    }

    fn styles(&mut self) {
        for (index, (name, style)) in CLASSES.iter().enumerate() {
            let members = self.classes[index].join(",");
            if !members.is_empty() {
                self.line(1, format_args!("classDef {name} {style}"));
                self.line(1, format_args!("class {members} {name}"));
            }
        }
    }
}

/// Writes everything that Mermaid, Markdown or HTML could take for its own as a character code.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            character if character.is_alphanumeric() => escaped.push(character),
            ' ' | '.' | ',' | ':' | '=' | '+' | '-' | '/' | '(' | ')' | '[' | ']' | '→' | '…' | '!' | '?' => {
                escaped.push(character)
            }
            // Two underscores make Markdown bold, one inside a word is plain.
            '_' => escaped.push(character),
            character if character.is_whitespace() => escaped.push(' '),
            character if character.is_control() => escaped.push('\u{fffd}'),
            character => {
                let _ = write!(escaped, "#{};", u32::from(character));
            }
        }
    }
    escaped
}
