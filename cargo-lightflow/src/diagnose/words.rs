//! rustc's messages in the words of the domain: rustc speaks of the structs and functions behind nodes and ports.

use lightflow_errors::{self as errors, Mistake};

use super::Seen;

/// What to say instead of rustc's own message.
pub fn message(seen: &Seen<'_>, mistake: Mistake) -> Option<String> {
    if super::text::own_code(seen.error).is_some() {
        return None;
    }
    let token = seen.token();
    Some(match mistake {
        errors::UNKNOWN_NODE => format!("there is no node `{token}`"),
        errors::NOT_A_NODE => format!("`{token}` is a plain function, and no node"),
        errors::UNKNOWN_VALUE => format!("there is no value `{token}`"),
        errors::VALUE_OF_INNER_BODY => format!("`{token}` is a value of an inner body, and is used outside"),
        errors::UNKNOWN_PORT => format!("`{}` has no port `{token}`", named(seen)?),
        errors::DOUBLED_PORT => format!("the port `{token}` is given twice"),
        errors::MISSING_PORT if seen.code() == "E0063" => {
            // ``missing fields `a` and `b` in initializer of `x` ``
            let (fields, node) = seen.error.message.split_once(" in initializer of ")?;
            let ports: Vec<&str> = fields.split('`').skip(1).step_by(2).collect();
            let ports: Vec<String> = ports.iter().map(|port| format!("`{port}`")).collect();
            let ports = ports.join(", ");
            format!("the port {ports} of `{}` is not given", last_of_path(node.trim_matches('`')))
        }
        errors::MISSING_PORT | errors::TOO_MANY_PORTS if seen.code() == "E0061" => {
            let numbers: Vec<&str> =
                seen.error.message.split(' ').filter(|word| word.parse::<usize>().is_ok()).collect();
            let [ports, given] = numbers[..] else { return None };
            let ports = if ports == "1" { "1 port".to_owned() } else { format!("{ports} ports") };
            format!("`{token}` has {ports}, and {given} {} given", if given == "1" { "is" } else { "are" })
        }
        errors::SWAPPED_PORTS => format!("the values of `{token}` are in another order than its ports"),
        _ => return None,
    })
}

/// The node in ``struct `pack::fit` has no field named ..``.
fn named<'a>(seen: &'a Seen<'_>) -> Option<&'a str> {
    Some(last_of_path(seen.error.message.split('`').nth(1)?))
}

fn last_of_path(path: &str) -> &str {
    let path = path.split('<').next().unwrap_or(path);
    path.rsplit("::").next().unwrap_or(path)
}
