//! Messages that rustc builds while it compiles.

use super::report::{Problem, What};
use super::{Extent, Form, Linear, Report, Shape, Test};
use crate::private::text::Text as Letters;
use crate::spec::same_text;

/// A message about shapes, built piece by piece.
pub struct Text(Letters);

impl Text {
    pub(super) const fn new() -> Self {
        Self(Letters::EMPTY)
    }

    pub(super) const fn push(&mut self, text: &str) {
        self.0 = std::mem::replace(&mut self.0, Letters::EMPTY).push(text);
    }

    pub(super) const fn number(&mut self, number: i64) {
        self.0 = std::mem::replace(&mut self.0, Letters::EMPTY).number(number as i128);
    }

    pub(super) const fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// An expression over axes that have these names.
    pub(super) const fn linear(&mut self, linear: &Linear, names: &[&str]) {
        let group = linear.divisor != 1 && (linear.count > 1 || (linear.count == 1 && linear.constant != 0));
        if group {
            self.push("(");
        }
        let mut index = 0;
        while index < linear.count {
            let (axis, factor) = linear.terms[index];
            if index > 0 {
                self.push(if factor < 0 { " - " } else { " + " });
            } else if factor < 0 {
                self.push("-");
            }
            if factor.unsigned_abs() != 1 {
                self.number(factor.unsigned_abs() as i64);
                self.push("*");
            }
            self.push(if (axis as usize) < names.len() { names[axis as usize] } else { "_" });
            index += 1;
        }
        if linear.count == 0 {
            self.number(linear.constant);
        } else if linear.constant != 0 {
            self.push(if linear.constant < 0 { " - " } else { " + " });
            self.number(linear.constant.unsigned_abs() as i64);
        }
        if group {
            self.push(")");
        }
        if linear.divisor != 1 {
            self.push("/");
            self.number(linear.divisor);
        }
    }

    /// `[1, 4, h/8, w/8]`
    pub(super) const fn shape(&mut self, shape: &Shape, names: &[&str]) {
        self.push("[");
        let mut index = 0;
        while index < shape.rank {
            if index > 0 {
                self.push(", ");
            }
            match &shape.dims[index] {
                Some(dim) => self.linear(dim, names),
                None => self.push("_"),
            }
            index += 1;
        }
        self.push("]");
    }

    /// A shape as a contract has it.
    pub(super) const fn form(&mut self, form: &Form, axes: &[&str]) {
        match form {
            Form::Value(axis) => self.push(axes[*axis as usize]),
            Form::Shape(pattern) => {
                self.push("[");
                if pattern.leading {
                    self.push(if pattern.rank == 0 { ".." } else { "..., " });
                }
                let mut index = 0;
                while index < pattern.rank {
                    if index > 0 {
                        self.push(", ");
                    }
                    match &pattern.extents[index] {
                        Extent::Any => self.push("_"),
                        Extent::Is(expression) => self.linear(expression, axes),
                        Extent::OneOr(expression) => {
                            self.push("#");
                            self.linear(expression, axes);
                        }
                        Extent::Floor { of, by, plus } => {
                            self.push("floor(");
                            self.linear(of, axes);
                            self.push("/");
                            self.number(*by);
                            self.push(")");
                            if !matches!(plus.value(), Some(0)) {
                                self.push(" + ");
                                self.linear(plus, axes);
                            }
                        }
                    }
                    index += 1;
                }
                self.push("]");
            }
        }
    }
}

/// A type without the modules it is in: `types::Latent<Tiny>` is `Latent<Tiny>`.
pub(super) const fn last_name(text: &str) -> &str {
    let bytes = text.as_bytes();
    let (mut start, mut index) = (0, 0);
    while index < bytes.len() && bytes[index] != b'<' {
        if bytes[index] == b':' {
            start = index + 1;
        }
        index += 1;
    }
    text.split_at(start).1
}

/// Whether what a call gives is for this port: by name, or by its place in a positional call.
pub(super) const fn is_port(given: &str, name: &str, index: u32) -> bool {
    let bytes = given.as_bytes();
    if bytes.is_empty() || !bytes[0].is_ascii_digit() {
        return same_text(given, name);
    }
    let (mut number, mut place) = (0, 0);
    while place < bytes.len() {
        number = number * 10 + (bytes[place] - b'0') as u32;
        place += 1;
    }
    number == index
}

impl Problem {
    /// The whole message, with names for the graph's axes.
    pub(super) const fn text(&self, names: &[&str]) -> Text {
        let mut text = Text::new();
        text.push("shape mismatch");
        if !self.wire.is_empty() {
            text.push(" on edge `");
            text.push(self.wire);
            text.push(" -> ");
        } else {
            text.push(" at `");
        }
        text.push(self.calls);
        text.push(".");
        text.push(self.port);
        text.push("`: ");
        match &self.what {
            What::Rank => {
                text.push("it has ");
                text.number(self.got.rank as i64);
                text.push(" axes, the input wants ");
                if let Form::Shape(pattern) = &self.wants {
                    if pattern.leading {
                        text.push("at least ");
                    }
                    text.number(pattern.rank as i64);
                }
            }
            What::Axis(place, got, wanted) => {
                text.push("axis ");
                axis_name(&mut text, self, *place);
                text.push(" is ");
                text.linear(got, names);
                text.push(", the input wants ");
                text.linear(wanted, names);
            }
            What::Fraction(value) => {
                text.push("an axis would be ");
                text.linear(value, names);
            }
            What::Condition(condition, value, test) => {
                match (&condition.inside, test) {
                    (Some((calls, port)), _) => {
                        text.push("`");
                        text.push(calls);
                        text.push(".");
                        text.push(port);
                        text.push("` in it wants ");
                    }
                    (None, _) => text.push("it wants "),
                }
                match test {
                    Test::Equals(wanted) if condition.text.is_empty() => text.linear(wanted, names),
                    _ => text.push(condition.text),
                }
                text.push(", and it is ");
                text.linear(value, names);
            }
        }
        if self.got.known {
            text.push("\n         `");
            text.push(self.wire);
            text.push("` is ");
            text.shape(&self.got, names);
            if !self.maker.is_empty() {
                text.push(", made by `");
                text.push(self.maker);
                text.push("` in line ");
                text.number(self.line as i64);
            }
        }
        if let Form::Shape(_) = &self.wants {
            text.push("\n         `");
            text.push(self.calls);
            text.push(".");
            text.push(self.port);
            text.push("` is ");
            text.form(&self.wants, self.axes);
        }
        text.push("\n   help: ");
        self.help(&mut text);
        text
    }

    const fn help(&self, text: &mut Text) {
        match &self.what {
            What::Condition(_, value, Test::MultipleOf(number)) if value.value().is_some() => {
                if let Some(value) = value.value() {
                    let below = value.div_euclid(*number) * *number;
                    text.push("multiples of ");
                    text.number(*number);
                    text.push(" near it are ");
                    text.number(below);
                    text.push(" and ");
                    text.number(below + *number);
                }
            }
            What::Condition(condition, _, _) if !condition.text.is_empty() => {
                text.push("give it a value with ");
                text.push(condition.text);
            }
            _ => text.push("wire a value of that shape, or put a node between that changes it"),
        }
    }
}

const fn axis_name(text: &mut Text, problem: &Problem, place: usize) {
    let Form::Shape(pattern) = &problem.wants else {
        text.push("value");
        return;
    };
    let before = problem.got.rank - pattern.rank;
    if place >= before
        && let Extent::Is(expression) = &pattern.extents[place - before]
        && expression.count > 0
    {
        text.push("`");
        text.linear(expression, problem.axes);
        text.push("`");
        return;
    }
    text.number(place as i64 + 1);
    text.push(" of ");
    text.number(problem.got.rank as i64);
}

impl Report {
    /// Fails to compile if the graph does not give the shape that it says.
    #[track_caller]
    pub const fn keeps(&self, graph: &str) {
        let Some((what, got, wants)) = &self.result else { return };
        let mut text = Text::new();
        text.push("`");
        text.push(graph);
        text.push("` does not keep its contract: ");
        match what {
            What::Axis(place, got, wanted) => {
                text.push("axis ");
                text.number(*place as i64 + 1);
                text.push(" of its result is ");
                text.linear(got, &self.names);
                text.push(", and it says ");
                text.linear(wanted, &self.names);
            }
            _ => {
                text.push("its result has ");
                text.number(got.rank as i64);
                text.push(" axes");
            }
        }
        text.push("\n         the result is ");
        text.shape(got, &self.names);
        if !got.maker.is_empty() {
            text.push(", made by `");
            text.push(got.maker);
            text.push("` in line ");
            text.number(got.line as i64);
        }
        text.push("\n         its contract says ");
        text.form(wants, &self.names);
        text.push("\n   help: write the shape that it gives after `->`");
        panic!("{}", text.as_str());
    }

    /// Fails to compile if an argument of the call at this place does not fit.
    #[track_caller]
    pub const fn check(&self, at: (u32, u32), port: &str, index: u32) {
        if self.count > 0
            && let Some(problem) = self.of(at, port, index)
        {
            panic!("{}", problem.text(&self.names).as_str());
        }
    }
}
