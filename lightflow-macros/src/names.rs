//! Did-you-mean, for the names that rustc cannot know.

/// The option that somebody who wrote `name` may have meant.
pub fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let most = (name.len() / 3).clamp(1, 3);
    known
        .iter()
        .map(|other| (strsim::damerau_levenshtein(name, other), *other))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, other)| other)
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
    }
}
