//! The page at `/`: a few files that are part of the program, as they lie in the folder `page`.
//!
//! There is no build step: a browser gets the files as they were written, compressed once and then kept.
//! An entity tag by content ([RFC 9110, section 8.8.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3)) makes the second visit
//! a row of empty answers, and a new program is seen at once.

use std::io::Write as _;
use std::sync::LazyLock;

use axum::Router;
use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use axum::routing::get;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use lightflow_store::Digest;

/// What the page may do: nothing that is written into it, and nothing that comes from elsewhere.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self'; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// A file of the page.
struct File {
    name: &'static str,
    content: &'static [u8],
}

macro_rules! files {
    ($($name:literal)*) => {
        &[$(File { name: $name, content: include_bytes!(concat!("../page/", $name)) }),*]
    };
}

const FILES: &[File] = files! {
    "index.html" "icon.svg"
    "base.css" "frame.css" "controls.css" "lists.css" "form.css" "run.css" "pictures.css" "compare.css" "plan.css"
    "api.js" "app.js" "compare.js" "controls.js" "diff.js" "dom.js" "events.js" "form.js" "format.js" "gallery.js" "given.js" "history.js"
    "log.js" "panel.js" "plan.js" "run.js" "state.js" "status.js" "step.js" "steps.js" "sweep.js" "tabs.js" "theme.js" "tray.js" "uploads.js"
    "values.js" "verdict.js" "viewer.js" "workflow.js" "workflows.js" "zoom.js"
};

/// A file as it is sent.
struct Packed {
    media: HeaderValue,
    tag: HeaderValue,
    plain: Bytes,
    gzip: Bytes,
}

/// All of them, in the order of [`FILES`]: packed when the first one is asked for.
static PACKED: LazyLock<Vec<Packed>> = LazyLock::new(|| FILES.iter().map(File::pack).collect());

/// The routes of the page: `/`, and its files beside it.
///
/// Everything else, such as `/api`, is left to others.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let mut router = Router::new();
    for (index, file) in FILES.iter().enumerate() {
        let answer = move |headers: HeaderMap| async move { PACKED[index].answer(&headers) };
        let path = match file.name {
            "index.html" => "/".to_owned(),
            name => format!("/{name}"),
        };
        router = router.route(&path, get(answer));
    }
    router
}

impl File {
    fn pack(&self) -> Packed {
        let media = match self.name.rsplit('.').next() {
            Some("html") => "text/html; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("svg") => "image/svg+xml",
            _ => "application/octet-stream",
        };
        let digest = Digest::of(self.content).to_string();
        // Weak, for both encodings are the same file.
        let tag = format!("W/\"{}\"", &digest[..16]);
        Packed {
            media: HeaderValue::from_static(media),
            tag: HeaderValue::try_from(tag).expect("hexadecimal digits are a header's value"),
            plain: Bytes::from_static(self.content),
            gzip: gzip(self.content).into(),
        }
    }
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

impl Packed {
    fn answer(&self, asked: &HeaderMap) -> Response<Body> {
        let mut answer = Response::new(Body::empty());
        let headers = answer.headers_mut();
        headers.insert(ETAG, self.tag.clone());
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(CONTENT_SECURITY_POLICY, POLICY);
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        if self.is_known(asked) {
            *answer.status_mut() = StatusCode::NOT_MODIFIED;
            return answer;
        }
        headers.insert(CONTENT_TYPE, self.media.clone());
        let body = if takes_gzip(asked) {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            self.gzip.clone()
        } else {
            self.plain.clone()
        };
        *answer.body_mut() = Body::from(body);
        answer
    }

    /// Whether the browser has it already.
    fn is_known(&self, asked: &HeaderMap) -> bool {
        let own = self.tag.to_str().unwrap_or_default().trim_start_matches("W/");
        parts(asked, IF_NONE_MATCH).any(|tag| tag == "*" || tag.trim_start_matches("W/") == own)
    }
}

fn takes_gzip(asked: &HeaderMap) -> bool {
    parts(asked, ACCEPT_ENCODING).any(|coding| {
        let mut words = coding.split(';').map(str::trim);
        let is_gzip = words.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip") || name == "*");
        let refused = |word: &str| {
            let weight = word.strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok());
            weight == Some(0.0)
        };
        is_gzip && !words.any(refused)
    })
}

/// The parts of a list in a header, which may be there several times.
fn parts(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',').map(str::trim))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::io::Read as _;

    use axum::http::{Method, Request};
    use flate2::read::GzDecoder;
    use tower::ServiceExt as _;

    use super::*;

    async fn ask(method: Method, path: &str, headers: &[(HeaderName, &str)]) -> (Response<()>, Bytes) {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        let answer = router::<()>().oneshot(request).await.unwrap();
        let (head, body) = answer.into_parts();
        let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
        (Response::from_parts(head, ()), body)
    }

    fn text(file: &File) -> &'static str {
        std::str::from_utf8(file.content).unwrap()
    }

    fn named(name: &str) -> &'static File {
        FILES
            .iter()
            .find(|file| file.name == name)
            .unwrap_or_else(|| panic!("{name} is not part of the page"))
    }

    /// What stands between `before` and the next quote.
    fn quoted<'t>(text: &'t str, before: &'t str) -> impl Iterator<Item = &'t str> {
        text.split(before).skip(1).filter_map(|rest| rest.split('"').next())
    }

    #[test]
    fn every_file_of_the_folder_is_part_of_the_page() {
        let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/page")).unwrap();
        let found: BTreeSet<String> =
            folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        let known: BTreeSet<String> = FILES.iter().map(|file| file.name.to_owned()).collect();
        assert_eq!(found, known);
    }

    #[test]
    fn every_file_that_the_page_names_is_there() {
        let index = text(named("index.html"));
        let links = quoted(index, "<link ").count() + quoted(index, "<script ").count();
        assert!(links > 3);
        for name in quoted(index, " src=\"").chain(quoted(index, " href=\"")) {
            if !name.starts_with('#') {
                named(name);
            }
        }
        for module in FILES.iter().filter(|file| file.name.ends_with(".js")) {
            for import in quoted(text(module), "from \"") {
                let name = import.strip_prefix("./").unwrap_or_else(|| panic!("{}: {import}", module.name));
                named(name);
            }
        }
    }

    #[test]
    fn every_module_is_loaded_ahead() {
        let ahead: BTreeSet<&str> =
            quoted(text(named("index.html")), "rel=\"modulepreload\" href=\"").collect();
        let modules = FILES.iter().map(|file| file.name).filter(|name| name.ends_with(".js"));
        let modules: BTreeSet<&str> = modules.filter(|name| *name != "app.js").collect();
        assert_eq!(ahead, modules);
    }

    #[test]
    fn every_symbol_that_a_module_asks_for_is_drawn() {
        let index = text(named("index.html"));
        let modules = FILES.iter().filter(|file| file.name.ends_with(".js"));
        let mut asked = 0;
        for module in modules {
            let icons = quoted(text(module), " icon(\"").chain(quoted(text(module), " button(\""));
            for icon in icons.filter(|icon| !icon.is_empty()) {
                assert!(index.contains(&format!("id=\"i-{icon}\"")), "{}: {icon}", module.name);
                asked += 1;
            }
        }
        assert!(asked > 20);
    }

    #[test]
    fn nothing_is_written_into_the_page_that_its_policy_would_stop() {
        let index = text(named("index.html"));
        for part in ["<style", " style=", " onclick=", " onload=", "javascript:", "http://", "https://"] {
            assert!(!index.contains(part), "{part}");
        }
        assert_eq!(index.matches("<script").count(), 1);
        for module in FILES.iter().filter(|file| file.name.ends_with(".js")) {
            for part in ["innerHTML", "insertAdjacentHTML", "eval(", "new Function", "import \"http"] {
                assert!(!text(module).contains(part), "{}: {part}", module.name);
            }
        }
    }

    #[test]
    fn all_of_it_is_under_a_hundred_kilobytes() {
        let size: usize = PACKED.iter().map(|file| file.gzip.len()).sum();
        assert!(size < 100_000, "{size}");
    }

    #[tokio::test]
    async fn a_file_comes_compressed_to_those_who_take_it() {
        let (answer, body) = ask(Method::GET, "/app.js", &[(ACCEPT_ENCODING, "br, gzip;q=0.8")]).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()[CONTENT_ENCODING], "gzip");
        assert_eq!(answer.headers()[CONTENT_TYPE], "text/javascript; charset=utf-8");
        assert_eq!(answer.headers()[VARY], "accept-encoding");
        let mut plain = Vec::new();
        GzDecoder::new(&body[..]).read_to_end(&mut plain).unwrap();
        assert_eq!(plain, named("app.js").content);
        for refused in [&[][..], &[(ACCEPT_ENCODING, "gzip;q=0")], &[(ACCEPT_ENCODING, "br")]] {
            let (answer, body) = ask(Method::GET, "/app.js", refused).await;
            assert!(!answer.headers().contains_key(CONTENT_ENCODING));
            assert_eq!(body, named("app.js").content);
        }
    }

    #[tokio::test]
    async fn a_second_visit_gets_an_empty_answer() {
        let (first, _) = ask(Method::GET, "/", &[]).await;
        assert_eq!(first.headers()[CACHE_CONTROL], "no-cache");
        let tag = first.headers()[ETAG].to_str().unwrap();
        let both = format!("\"other\", {tag}");
        for known in [tag, &both, "*", tag.trim_start_matches("W/")] {
            let (second, body) = ask(Method::GET, "/", &[(IF_NONE_MATCH, known)]).await;
            assert_eq!(second.status(), StatusCode::NOT_MODIFIED, "{known}");
            assert_eq!(second.headers()[ETAG], tag);
            assert!(body.is_empty());
        }
        let (other, body) = ask(Method::GET, "/", &[(IF_NONE_MATCH, "W/\"other\"")]).await;
        assert_eq!(other.status(), StatusCode::OK);
        assert_eq!(body, named("index.html").content);
    }

    #[tokio::test]
    async fn every_answer_says_what_the_page_may_do() {
        let (answer, _) = ask(Method::GET, "/", &[]).await;
        let policy = answer.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"));
        assert!(!policy.contains("unsafe"));
        assert_eq!(answer.headers()[X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(answer.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
    }

    #[tokio::test]
    async fn what_is_no_file_of_the_page_is_left_to_others() {
        for path in ["/api/health", "/nothing.js", "/page.rs", "/..%2fCargo.toml"] {
            let (answer, _) = ask(Method::GET, path, &[]).await;
            assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        }
        let (answer, body) = ask(Method::HEAD, "/base.css", &[]).await;
        assert_eq!((answer.status(), body.len()), (StatusCode::OK, 0));
    }
}
