use std::fs;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::response::IntoResponse as _;
use axum::routing::get;
use futures_util::StreamExt as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::http::server::serve;

/// `printf 'content of a file' | sha256sum`
const SUM: &str = "2454bd67a642ddd1431513d92e5f9708de8c0d8d2e0c4d5f5005a7577bb2c1d9";
const CONTENT: &[u8] = b"content of a file";

/// The `Range` headers that a server saw.
type Seen = Arc<Mutex<Vec<Option<String>>>>;

/// A server that loses the connection in the middle of its first answer, and then has what is at `later`, in ranges.
async fn flaky(etag: Option<&'static str>, later: &'static [u8], seen: &Seen) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let seen = seen.clone();
    tokio::spawn(async move {
        for first in [true, false] {
            let (mut stream, _) = listener.accept().await.unwrap();
            let request = head(&mut stream).await;
            let value =
                |name: &str| Some(request.split_once(&format!("\r\n{name}: "))?.1.split_once("\r\n")?.0);
            seen.lock().unwrap().push(value("range").map(str::to_owned));
            let version = match etag {
                Some(etag) if first || later == CONTENT => format!("etag: {etag}\r\n"),
                Some(_) => "etag: \"other\"\r\n".into(),
                None => String::new(),
            };
            let same = value("if-range").is_none_or(|tag| version.contains(tag));
            let (status, range, body) = match value("range").filter(|_| same) {
                _ if first => ("200 OK", String::new(), &CONTENT[..7]),
                Some(range) => {
                    let from: usize = range["bytes=".len()..range.len() - 1].parse().unwrap();
                    let range =
                        format!("content-range: bytes {from}-{}/{}\r\n", later.len() - 1, later.len());
                    ("206 Partial Content", range, &later[from..])
                }
                None => ("200 OK", String::new(), later),
            };
            let length = if first { CONTENT.len() } else { body.len() };
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-length: {length}\r\n{version}{range}connection: close\r\n\r\n"
            );
            stream.write_all(head.as_bytes()).await.unwrap();
            stream.write_all(body).await.unwrap();
            // The connection ends here, whatever was promised.
        }
    });
    url
}

/// A request up to its empty line.
async fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap()
}

async fn load(url: String, sha256: Option<&str>, max_bytes: u64, ctx: &Ctx) -> Result<PathBuf, HttpError> {
    let sha256 = sha256.map(str::to_owned);
    download(&url, "a/file", sha256, vec![], None, "authorization".into(), 60, 1, max_bytes, ctx).await
}

fn left(ctx: &Ctx) -> usize {
    fs::read_dir(ctx.output_path("a/x").unwrap().parent().unwrap()).unwrap().count()
}

#[tokio::test]
async fn it_goes_on_where_the_connection_was_lost() {
    let (seen, ctx) = (Seen::default(), Ctx::test());
    let path = load(flaky(Some("\"one\""), CONTENT, &seen).await, None, 100, &ctx).await.unwrap();
    assert_eq!(fs::read(path).unwrap(), CONTENT);
    assert_eq!(*seen.lock().unwrap(), [None, Some("bytes=7-".into())]);
    assert_eq!(left(&ctx), 1);
}

#[tokio::test]
async fn a_file_that_changed_is_loaded_from_the_start() {
    let (seen, ctx) = (Seen::default(), Ctx::test());
    let path =
        load(flaky(Some("\"one\""), b"another file by now", &seen).await, None, 100, &ctx).await.unwrap();
    assert_eq!(fs::read(path).unwrap(), b"another file by now");
}

#[tokio::test]
async fn without_a_version_or_a_sum_it_starts_again() {
    for etag in [None, Some("W/\"weak\"")] {
        let (seen, ctx) = (Seen::default(), Ctx::test());
        let path = load(flaky(etag, CONTENT, &seen).await, None, 100, &ctx).await.unwrap();
        assert_eq!(fs::read(path).unwrap(), CONTENT);
        assert_eq!(*seen.lock().unwrap(), [None, None]);
    }
}

#[tokio::test]
async fn another_part_than_was_asked_for_is_not_put_behind_the_first() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for status in ["200 OK\r\ncontent-length: 17", "206 Partial Content\r\ncontent-range: bytes 9-15/17"]
        {
            let (mut stream, _) = listener.accept().await.unwrap();
            head(&mut stream).await;
            let head = format!("HTTP/1.1 {status}\r\netag: \"one\"\r\nconnection: close\r\n\r\n");
            stream.write_all(head.as_bytes()).await.unwrap();
            stream.write_all(&CONTENT[..7]).await.unwrap();
        }
    });
    let ctx = Ctx::test();
    let error = load(url, None, 100, &ctx).await.unwrap_err().to_string();
    assert!(error.contains("another part of the file than was asked for"), "{error}");
    assert_eq!(left(&ctx), 0);
}

#[tokio::test]
async fn the_sum_decides() {
    let (seen, ctx) = (Seen::default(), Ctx::test());
    load(flaky(None, CONTENT, &seen).await, Some(&SUM.to_uppercase()), 100, &ctx).await.unwrap();
    assert_eq!(*seen.lock().unwrap(), [None, Some("bytes=7-".into())]);

    let (seen, ctx) = (Seen::default(), Ctx::test());
    let sum = "f7870e811a7bad6c73ba98605150043cedf94f5927c133a6eebeb6dd3156a102";
    load(flaky(Some("\"one\""), b"another file by now", &seen).await, Some(sum), 100, &ctx).await.unwrap();

    let (seen, ctx) = (Seen::default(), Ctx::test());
    let error =
        load(flaky(None, b"another file by now", &seen).await, Some(SUM), 100, &ctx).await.unwrap_err();
    assert!(matches!(error, HttpError::Checksum { .. }), "{error}");
    assert_eq!(left(&ctx), 0);

    let error = load("http://127.0.0.1:1/".into(), Some("abc"), 100, &ctx).await.unwrap_err();
    assert!(matches!(error, HttpError::NoChecksum { .. }));
}

#[tokio::test]
async fn a_file_is_bounded_whether_its_length_is_told_or_not() {
    let told = get(|| async { vec![0; 101] });
    let untold = get(|| async {
        let pieces =
            futures_util::stream::repeat_with(|| Ok::<_, std::convert::Infallible>(vec![0; 50])).take(100);
        Body::from_stream(pieces).into_response()
    });
    let address = serve(Router::new().route("/told", told).route("/untold", untold)).await;
    for path in ["told", "untold"] {
        let ctx = Ctx::test();
        let error = load(format!("http://{address}/{path}"), None, 100, &ctx).await.unwrap_err();
        assert!(matches!(error, HttpError::TooLarge { limit: 100, .. }), "{error}");
        assert_eq!(left(&ctx), 0);
    }
}

#[tokio::test]
async fn a_name_does_not_lead_out_of_the_folder() {
    let ctx = Ctx::test();
    let elsewhere = tempfile::tempdir().unwrap();
    let here = ctx.output_path("_").unwrap().parent().unwrap().to_owned();
    std::os::unix::fs::symlink(elsewhere.path(), here.join("link")).unwrap();
    // Nobody is asked: there is no server.
    let url = "http://127.0.0.1:1/";
    for name in ["../file", "/tmp/file", "a/../../file", "", "a/", "file\0", "link/file", "link"] {
        let error = download(url, name, None, vec![], None, "authorization".into(), 60, 0, 100, &ctx)
            .await
            .unwrap_err();
        assert!(matches!(error, HttpError::Output(_)), "{name:?}: {error}");
        assert_eq!(fs::read_dir(&here).unwrap().count(), 1, "{name:?}");
    }
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}
