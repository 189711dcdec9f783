//! A text made of a template and values.

use std::io::{self, Write};

use lightflow::prelude::*;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};
use serde_json::Value;

/// The longest text, in bytes.
const LONGEST: usize = 16 * 1024 * 1024;

/// Steps that a template may take: some seconds.
const STEPS: u64 = 20_000_000;

/// What signs in values become.
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Escape {
    /// Nothing else.
    #[default]
    Plain,
    /// `<`, `>`, `&` and quotes are references.
    Html,
    /// Values are JSON.
    Json,
}

/// A template that gives no text.
#[derive(Debug, thiserror::Error)]
#[error("the template gives no text: {problem}; mend that place, or give the value")]
pub struct RenderTemplateError {
    problem: String,
    source: Box<minijinja::Error>,
}

/// Fills a template of [Jinja](https://docs.rs/minijinja/latest/minijinja/syntax/) with values: `{{ name }}`, `{% for .. %}`, `{% if .. %}`, filters.
///
/// `values` is an object; its names are those of the template. A name that is not there is an error, and never an empty text. Values are
/// never read as templates. A template loads no files; let nobody write one whom you would not let use up memory.
///
/// # Errors
/// A template with a mistake, a name that is not there, more than 16 MiB of text, a loop without a foreseeable end.
///
/// ```
/// use lightflow_std::data::render_template::{Escape, render_template};
/// use serde_json::json;
///
/// let values = json!({ "name": "mug", "sides": [1, 2] });
/// let text = render_template("{{ name | title }}:{% for side in sides %} {{ side }}{% endfor %}", values.clone(), Escape::Plain).unwrap();
/// assert_eq!(text, "Mug: 1 2");
///
/// let error = render_template("a {{ naem }}", values, Escape::Plain).unwrap_err().to_string();
/// assert_eq!(error, "the template gives no text: line 1: undefined value; not given: `naem`; mend that place, or give the value");
/// ```
#[node]
pub fn render_template(
    /// The template.
    template: &str,
    /// An object: names and values.
    #[port(default = Value::Null)]
    values: Value,
    /// What signs in values become.
    #[port(default = Escape::Plain)]
    escape: Escape,
) -> Result<String, RenderTemplateError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(STEPS));
    environment.set_syntax(SyntaxConfig::builder().keep_trailing_newline(true).build().unwrap_or_default());
    environment.set_auto_escape_callback(move |_| match escape {
        Escape::Plain => AutoEscape::None,
        Escape::Html => AutoEscape::Html,
        Escape::Json => AutoEscape::Json,
    });
    let mut text = Bounded::default();
    let rendered = environment.template_from_str(template).and_then(|template| {
        template.render_captured_to(minijinja::Value::from(Serde(&values)), &mut text).map(drop)
    });
    match rendered {
        Ok(()) => Ok(String::from_utf8_lossy(&text.0).into_owned()),
        Err(error) => Err(failed(error, || missing(&environment, template, &values))),
    }
}

fn failed(error: minijinja::Error, missing: impl FnOnce() -> Vec<String>) -> RenderTemplateError {
    let place = error.line().map(|line| format!("line {line}: ")).unwrap_or_default();
    let detail = match error.kind() {
        ErrorKind::UndefinedError => {
            let names: Vec<_> = missing().iter().map(|name| format!("`{name}`")).collect();
            if names.is_empty() { String::new() } else { format!("; not given: {}", names.join(", ")) }
        }
        _ => error.detail().map(|detail| format!(": {detail}")).unwrap_or_default(),
    };
    RenderTemplateError { problem: format!("{place}{}{detail}", error.kind()), source: Box::new(error) }
}

/// Names of the template that are not among the values.
fn missing(environment: &Environment<'_>, template: &str, values: &Value) -> Vec<String> {
    let Ok(template) = environment.template_from_named_str("template", template) else { return Vec::new() };
    let is_given = |name: &str| {
        let of_jinja = environment.globals().any(|(global, _)| name == global);
        of_jinja || name.split('.').try_fold(values, |value, key| value.get(key)).is_some()
    };
    let mut names: Vec<_> =
        template.undeclared_variables(true).into_iter().filter(|name| !is_given(name)).collect();
    names.sort();
    names
}

/// A text up to its limit.
#[derive(Debug, Default)]
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LONGEST {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "more than 16 MiB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn plain(template: &str, values: Value) -> Result<String, RenderTemplateError> {
        render_template(template, values, Escape::Plain)
    }

    #[test]
    fn values_are_never_templates() {
        let text = plain("{{ a }}", json!({ "a": "{{ 7 * 7 }}{% include 'x' %}" })).unwrap();
        assert_eq!(text, "{{ 7 * 7 }}{% include 'x' %}");
    }

    #[test]
    fn what_is_not_there_is_an_error_at_any_depth() {
        for template in
            ["{{ a }}", "{{ b.c }}", "{{ b.c.d }}", "{% if a %}{% endif %}", "{% for x in a %}{% endfor %}"]
        {
            let error = plain(template, json!({ "b": {} })).unwrap_err();
            assert!(error.to_string().contains("undefined value"), "{template}: {error}");
        }
        assert_eq!(plain("{{ a | default('-') }}", json!({})).unwrap(), "-");
    }

    #[test]
    fn signs_are_escaped_where_it_is_asked_for() {
        let values = json!({ "a": "<b>\"&" });
        assert_eq!(render_template("{{ a }}", values.clone(), Escape::Html).unwrap(), "&lt;b&gt;&quot;&amp;");
        let text = render_template("{\"a\": {{ a }}}", values.clone(), Escape::Json).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), values);
    }

    #[test]
    fn a_template_ends_and_is_bounded() {
        let endless = "{% for i in range(10000) %}{% for j in range(10000) %}{% endfor %}{% endfor %}";
        assert!(plain(endless, json!({})).unwrap_err().to_string().contains("fuel"));
        let long = "{% for i in range(10000) %}{{ a }}{% endfor %}";
        assert!(plain(long, json!({ "a": "x".repeat(10_000) })).is_err());
    }

    #[test]
    fn a_mistake_has_its_line_and_no_file_is_read() {
        let error = plain("a\n{{ b", json!({})).unwrap_err().to_string();
        assert!(error.contains("line 2: syntax error"), "{error}");
        assert!(plain("{% include '/etc/passwd' %}", json!({})).is_err());
        assert_eq!(plain("line\n", json!({})).unwrap(), "line\n");
    }
}
