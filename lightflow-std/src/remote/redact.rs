//! What a service says, as it may be shown: short, on one line, and without keys.

use lightflow::port::HIDDEN;

/// Characters of a service's own words in an error.
const MOST: usize = 300;

/// The words of a service in an error message of ours. Some services repeat the key that they refuse.
pub fn shown(text: &str, key: &str) -> String {
    let text = if key.len() >= 4 { text.replace(key, HIDDEN) } else { text.to_owned() };
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = words.char_indices().nth(MOST) {
        words.truncate(cut);
        words.push('…');
    }
    words
}

/// The message inside of an error that a service wrote as JSON, or the text as it is.
pub fn message_of(body: &str) -> String {
    let Ok(json) = serde_json::from_str::<serde_json::Value>(body) else { return body.to_owned() };
    let places =
        ["/error/message", "/error", "/detail/message", "/detail/0/msg", "/detail", "/message", "/title"];
    let found = places.iter().find_map(|place| json.pointer(place)?.as_str());
    found.map_or_else(|| json.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_never_repeated() {
        assert_eq!(shown("no such key:\n sk-123456", "sk-123456"), "no such key: (secret)");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let text = shown(&"ä".repeat(1000), "");
        assert_eq!(text.chars().count(), MOST + 1);
    }

    #[test]
    fn the_message_is_found_where_services_put_it() {
        assert_eq!(message_of(r#"{"error": {"message": "bad key", "type": "auth"}}"#), "bad key");
        assert_eq!(message_of(r#"{"error": "model not found"}"#), "model not found");
        assert_eq!(message_of(r#"{"detail": [{"msg": "field required"}]}"#), "field required");
        assert_eq!(message_of("<html>"), "<html>");
    }
}
