//! The values of an input in a sweep, as they are written: `1..=6`, `0..=1:0.25`, `256,512`, `["a, b","c"]`.

use serde_json::Value;

use super::shape::Shape;
use crate::service::MOST_OF_A_SWEEP;

/// What is wrong, and what to do.
type Wrong = (String, &'static str);

/// Reads the values of all times that the flag was given; there is one at least.
///
/// # Errors
/// When a range does not read as one, has no step or no end, or there are too many values.
pub(super) fn read(shape: &Shape, texts: &[String]) -> Result<Vec<Value>, Wrong> {
    let mut values = Vec::new();
    for text in texts {
        values.extend(one(shape, text)?);
        if values.len() > MOST_OF_A_SWEEP {
            return Err((format!("it has more than {MOST_OF_A_SWEEP} values"), "try fewer"));
        }
    }
    Ok(values)
}

fn one(shape: &Shape, text: &str) -> Result<Vec<Value>, Wrong> {
    if text.trim_start().starts_with('[')
        && let Ok(Value::Array(values)) = serde_json::from_str(text)
    {
        return if values.is_empty() {
            Err(("it has no values".into(), "write one at least"))
        } else {
            Ok(values)
        };
    }
    let numbers = matches!(shape, Shape::Integer | Shape::Number);
    if numbers && text.contains("..") {
        return range(shape, text);
    }
    let json = |problem| (problem, "write a list of JSON: `[{..},{..}]`");
    match shape {
        Shape::Json => Ok(vec![shape.read(text).map_err(json)?]),
        shape => text.split(',').map(|part| shape.read(part.trim()).map_err(json)).collect(),
    }
}

/// `FIRST..=LAST`, `FIRST..END`, with `:STEP` behind.
fn range(shape: &Shape, text: &str) -> Result<Vec<Value>, Wrong> {
    let wrong = |problem: &str| {
        (format!("`{text}` is no range: {problem}"), "write `1..=6`, or `0..=1:0.25` with a step")
    };
    let (ends, step) = match text.split_once(':') {
        Some((ends, step)) => (ends, Some(step.trim())),
        None => (text, None),
    };
    let (first, last) = ends.split_once("..").unwrap_or_default();
    let (last, inclusive) = match last.strip_prefix('=') {
        Some(last) => (last, true),
        None => (last, false),
    };
    if *shape == Shape::Integer {
        let whole = |part: &str| part.trim().parse::<i128>().map_err(|_| wrong("its ends are whole numbers"));
        let (first, last) = (whole(first)?, whole(last)?);
        let step = step.map_or(Ok(1), whole)?;
        let last = if inclusive { last } else { last - 1 };
        if step < 1 {
            return Err(wrong("its step is 1 at least"));
        }
        if last < first {
            return Err(wrong("it is empty"));
        }
        let count = (last - first) / step + 1;
        if count > MOST_OF_A_SWEEP as i128 {
            return Err(wrong("it has too many values"));
        }
        let value = |index: i128| serde_json::from_str(&(first + index * step).to_string());
        return (0..count).map(value).collect::<Result<_, _>>().map_err(|_| wrong("a number is too large"));
    }
    let number = |part: &str| {
        let read = part.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        read.ok_or_else(|| wrong("its ends are numbers"))
    };
    let (first, last) = (number(first)?, number(last)?);
    let step = step.ok_or_else(|| wrong("it needs a step"))?;
    let step = Some(number(step)?).filter(|step| *step > 0.0).ok_or_else(|| wrong("its step is positive"))?;
    // A hair more, so that `0..=1:0.1` ends at 1.
    let steps = ((last - first) / step * (1.0 + 1e-12) + 1e-9).floor();
    if last < first || steps.is_nan() {
        return Err(wrong("it is empty"));
    }
    if steps >= MOST_OF_A_SWEEP as f64 {
        return Err(wrong("it has too many values"));
    }
    let values = (0..=steps as u64).map(|index| rounded(first + index as f64 * step));
    let inside = values.filter(|value| inclusive || *value < last);
    Ok(inside.map(Value::from).collect())
}

/// `0.30000000000000004` was meant as `0.3`.
fn rounded(number: f64) -> f64 {
    format!("{number:.12}").parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn values(shape: Shape, text: &str) -> Result<Value, String> {
        read(&shape, &[text.to_owned()]).map(Value::Array).map_err(|(problem, _)| problem)
    }

    #[test]
    fn values_are_a_list_or_a_range() {
        assert_eq!(values(Shape::Integer, "1..=3"), Ok(json!([1, 2, 3])));
        assert_eq!(values(Shape::Integer, "1..3"), Ok(json!([1, 2])));
        assert_eq!(values(Shape::Integer, "-2..=2:2"), Ok(json!([-2, 0, 2])));
        assert_eq!(values(Shape::Integer, "256, 512"), Ok(json!([256, 512])));
        assert_eq!(values(Shape::Number, "0..=0.5:0.1"), Ok(json!([0.0, 0.1, 0.2, 0.3, 0.4, 0.5])));
        assert_eq!(values(Shape::Number, "0..1:0.5"), Ok(json!([0.0, 0.5])));
        assert_eq!(values(Shape::Text, "white,gradient"), Ok(json!(["white", "gradient"])));
        assert_eq!(values(Shape::Text, r#"["a, b","c"]"#), Ok(json!(["a, b", "c"])));
        assert_eq!(values(Shape::Text, "1..=3"), Ok(json!(["1..=3"])), "a text is no range");
        let most = u64::MAX;
        assert_eq!(values(Shape::Integer, &format!("{most}..={most}")), Ok(json!([most])), "exact");
    }

    #[test]
    fn a_range_that_makes_no_sense_is_refused() {
        let problems = [
            (Shape::Integer, "3..=1", "`3..=1` is no range: it is empty"),
            (Shape::Integer, "1..=x", "`1..=x` is no range: its ends are whole numbers"),
            (Shape::Integer, "1..=9:0", "`1..=9:0` is no range: its step is 1 at least"),
            (Shape::Integer, "0..=99999999", "`0..=99999999` is no range: it has too many values"),
            (Shape::Number, "0..=1", "`0..=1` is no range: it needs a step"),
            (Shape::Number, "0..=1:1e-9", "`0..=1:1e-9` is no range: it has too many values"),
            (Shape::Number, "0..=inf:1", "`0..=inf:1` is no range: its ends are numbers"),
        ];
        for (shape, text, problem) in problems {
            assert_eq!(values(shape, text), Err(problem.to_owned()));
        }
    }
}
