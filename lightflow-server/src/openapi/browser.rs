//! A page that shows the document and tries what is in it, without anything from elsewhere.

/// A file of the page.
#[derive(Clone, Copy, Debug)]
pub struct File {
    /// Where it is served.
    pub path: &'static str,
    /// Its media type.
    pub media: &'static str,
    /// What is in it.
    pub bytes: &'static [u8],
}

/// The page's files. It runs under `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src blob:`:
/// nothing is inline, and nothing is fetched but `/api/openapi.json` and what somebody tries.
pub const BROWSER: [File; 3] = [
    File {
        path: "/api/docs",
        media: "text/html; charset=utf-8",
        bytes: include_bytes!("browser/index.html"),
    },
    File {
        path: "/api/docs/browser.css",
        media: "text/css; charset=utf-8",
        bytes: include_bytes!("browser/browser.css"),
    },
    File {
        path: "/api/docs/browser.js",
        media: "text/javascript; charset=utf-8",
        bytes: include_bytes!("browser/browser.js"),
    },
];
