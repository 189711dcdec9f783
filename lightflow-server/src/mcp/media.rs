//! What kind of content a file has, by its name.

/// The media type of a file of this name, as [IANA](https://www.iana.org/assignments/media-types) registers it.
pub(super) fn of(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        "wav" => "audio/wav",
        "mp3" => "audio/mpeg",
        "flac" => "audio/flac",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "json" => "application/json",
        "txt" | "log" => "text/plain",
        "md" => "text/markdown",
        "csv" => "text/csv",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

/// Whether a content of this type is text, if it is UTF-8.
pub(super) fn is_text(media: &str) -> bool {
    media.starts_with("text/") || media == "application/json" || media == "image/svg+xml"
}

/// Whether thumbnails can be made of a file of this name.
pub(super) fn is_picture(name: &str) -> bool {
    matches!(of(name), "image/png" | "image/jpeg" | "image/webp")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_follows_from_the_last_ending() {
        assert_eq!(of("a.tar.PNG"), "image/png");
        assert_eq!(of("png"), "application/octet-stream");
        assert!(is_picture("b/c.jpeg") && !is_picture("c.svg"));
        assert!(is_text(of("table.csv")) && !is_text(of("x.png")));
    }
}
