//! What a file is.

/// The media type of a file of this name with these first bytes.
pub fn media_type(name: &str, bytes: &[u8]) -> &'static str {
    sniffed(bytes).unwrap_or_else(|| by_name(name))
}

/// What the first bytes say. After the [WHATWG MIME Sniffing Standard](https://mimesniff.spec.whatwg.org/), section 6.
pub fn sniffed(bytes: &[u8]) -> Option<&'static str> {
    let is = |at: usize, magic: &[u8]| bytes.get(at..at + magic.len()) == Some(magic);
    Some(match bytes {
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [b'R', b'I', b'F', b'F', ..] if is(8, b"WEBP") => "image/webp",
        [b'R', b'I', b'F', b'F', ..] if is(8, b"WAVE") => "audio/wav",
        [b'f', b'L', b'a', b'C', ..] => "audio/flac",
        [b'O', b'g', b'g', b'S', ..] => "audio/ogg",
        [b'I', b'D', b'3', ..] => "audio/mpeg",
        [b'%', b'P', b'D', b'F', ..] => "application/pdf",
        [b'P', b'K', 3, 4, ..] => "application/zip",
        [0x7f, b'E', b'L', b'F', ..] => "application/x-executable",
        [b'M', b'Z', ..] => "application/x-executable",
        [b'#', b'!', ..] => "text/x-script",
        _ if is(4, b"ftypavif") => "image/avif",
        _ if is(4, b"ftyp") => "video/mp4",
        [0x1a, 0x45, 0xdf, 0xa3, ..] => "video/webm",
        _ => return None,
    })
}

/// Whether these are the first bytes of a picture.
pub fn is_picture(bytes: &[u8]) -> bool {
    sniffed(bytes).is_some_and(|kind| kind.starts_with("image/"))
}

/// What the name says. Whatever a browser would run is plain text.
fn by_name(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref().unwrap_or_default() {
        "json" => "application/json",
        "jsonl" | "ndjson" => "application/x-ndjson",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" | "log" | "toml" | "yaml" | "yml" | "html" | "htm" | "svg" | "xml" | "js" | "css" => {
            "text/plain; charset=utf-8"
        }
        "mp3" => "audio/mpeg",
        _ => "application/octet-stream",
    }
}

/// Extensions whose files have to begin as their format does.
pub fn expected(name: &str) -> Option<&'static str> {
    let (_, extension) = name.rsplit_once('.')?;
    Some(match extension.to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "wav" => "audio/wav",
        "flac" => "audio/flac",
        "ogg" => "audio/ogg",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "mp4" | "m4v" | "mov" => "video/mp4",
        "webm" | "mkv" => "video/webm",
        _ => return None,
    })
}
