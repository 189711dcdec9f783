//! Nodes that turn one type into another, for an edge between the two.

use lightflow_errors::{self as errors, Mistake};

use super::{Seen, Types};
use crate::source::{Asset, Port};

/// The help that names the nodes which fit between; `None` if no node of the sources does.
pub fn help(seen: &Seen<'_>, mistake: Option<Mistake>) -> Option<String> {
    if ![errors::WRONG_TYPE, errors::ARMS_DIFFER, errors::WRONG_RESULT].contains(&mistake?) {
        return None;
    }
    let types = Types::of(seen.error)?;
    let (from, to) = types.bare();
    let between = between(seen, &types);
    match between[..] {
        [] => None,
        [only] => Some(format!("put `{only}` between: it turns `{from}` into `{to}`")),
        _ => {
            let names: Vec<String> = between.iter().map(|name| format!("`{name}`")).collect();
            Some(format!("put one of {} between: they turn `{from}` into `{to}`", names.join(", ")))
        }
    }
}

/// The node that fits between, if it is the only one.
pub fn only(seen: &Seen<'_>, types: &Types) -> Option<String> {
    match between(seen, types)[..] {
        [only] => Some(only.to_owned()),
        _ => None,
    }
}

fn between<'a>(seen: &Seen<'a>, types: &Types) -> Vec<&'a str> {
    let (from, to) = types.bare();
    let fits = |asset: &Asset| {
        let required: Vec<&Port> = asset.ports.iter().filter(|port| !port.has_default).collect();
        matches!(required[..], [only] if only.ty.trim_start_matches('&') == from) && asset.output == to
    };
    let own = seen.place.map_or("", |place| place.name.as_str());
    let between = seen.assets.callable().filter(|name| *name != own);
    between.filter(|name| seen.assets.get(name).is_some_and(fits)).collect()
}
