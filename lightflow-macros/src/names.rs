//! Did-you-mean, for the names that rustc cannot know.

/// The option that somebody who wrote `name` may have meant; none if several are as near.
pub fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let most = (name.len() / 3).clamp(1, 3);
    let mut near: Vec<(usize, &str)> = known
        .iter()
        .map(|other| (strsim::damerau_levenshtein(name, other), *other))
        .filter(|(distance, _)| *distance <= most)
        .collect();
    near.sort_unstable();
    match near.as_slice() {
        [(_, only)] => Some(only),
        [(first, other), (second, _), ..] => (first < second).then_some(other),
        [] => shortened(name, known),
    }
}

/// `net` for `network`: the only name that the other one starts with.
fn shortened<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let starts = |long: &str, short: &str| short.len() > 2 && long.starts_with(short);
    let mut known = known.iter().filter(|other| starts(name, other) || starts(other, name));
    known.next().filter(|_| known.next().is_none()).copied()
}

/// `help` for an unknown option: the near one, or all of them.
pub fn suggest(name: &str, known: &[&str]) -> String {
    match nearest(name, known) {
        Some(near) => format!("write `{near}`"),
        None => format!("use one of {}", list(known)),
    }
}

/// `` `a`, `b`, `c` ``
pub fn list(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_suggested_and_a_far_one_is_not() {
        assert_eq!(suggest("cahce", &["cache", "retry"]), "write `cache`");
        assert_eq!(suggest("colour", &["cache", "retry"]), "use one of `cache`, `retry`");
        assert_eq!(suggest("network", &["fs", "net"]), "write `net`");
        assert_eq!(suggest("min", &["mix", "man"]), "use one of `mix`, `man`");
    }
}
