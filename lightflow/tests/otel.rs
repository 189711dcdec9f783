//! Spans of a run reach a collector: this program starts itself, with the environment that names one.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use lightflow::cli::{self, Exit, Interrupts, Io, Program};
use lightflow::prelude::*;
use lightflow::registry::Registry;
use lightflow::runs::StorePlace;

const CHILD: &str = "LIGHTFLOW_TEST_CHILD";

#[node]
fn count(text: String) -> u32 {
    tracing::info!("counting {text}");
    text.len() as u32
}

#[node]
async fn check(number: u32) -> Result<u32, String> {
    if number > 5 { Err(format!("{number} is too much")) } else { Ok(number) }
}

#[composition]
fn measure(text: String) -> u32 {
    let length = count(text);
    check(length)
}

#[workflow]
fn lengths(texts: Vec<String>) -> Vec<u32> {
    #[concurrency(1)]
    let all = for text in texts {
        measure(text)
    };
    all
}

/// What the started program does; nothing in the program that starts it.
#[test]
fn child() {
    let Ok(texts) = std::env::var(CHILD) else { return };
    let mut io = Io {
        stdin: Box::new(io::Cursor::new(texts)),
        stdout: Box::new(io::stdout()),
        stderr: Box::new(io::stderr()),
        stdout_is_terminal: false,
        stderr_is_terminal: false,
        color: false,
        width: None,
        interrupts: Interrupts::Channel(tokio::sync::mpsc::unbounded_channel().1),
        store: StorePlace::Nowhere,
    };
    let program = Program { name: "lengths", version: "1.0.0", about: "" };
    let args = ["lengths", "run", "lengths", "--inputs", "-", "--json"];
    let exit = cli::run(&program, args, &Registry::linked().unwrap(), &mut io);
    std::process::exit(i32::from(exit.code()));
}

/// Starts this program with a collector at `endpoint`.
fn start(endpoint: &str, texts: &[&str]) -> Output {
    let inputs = serde_json::json!({ "texts": texts }).to_string();
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture"])
        .env(CHILD, inputs)
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
        .env("OTEL_SERVICE_NAME", "measuring")
        .env_remove("HTTP_PROXY")
        .env_remove("http_proxy")
        .env_remove("ALL_PROXY")
        .env_remove("all_proxy")
        .output()
        .unwrap()
}

/// A collector on this machine; it gives the bodies of the requests that it took.
fn collector() -> (String, Receiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let sender = sender.clone();
            std::thread::spawn(move || {
                let mut stream = BufReader::new(stream.unwrap());
                while let Some(request) = request(&mut stream) {
                    let _ = sender.send(request);
                    let answer = "HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n";
                    stream.get_mut().write_all(answer.as_bytes()).unwrap();
                }
            });
        }
    });
    (endpoint, receiver)
}

/// The first line and the body of a request, if there is one more.
fn request(stream: &mut BufReader<TcpStream>) -> Option<(String, Vec<u8>)> {
    let mut first = String::new();
    stream.read_line(&mut first).ok().filter(|length| *length > 0)?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok()?;
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some((first.trim().to_owned(), body))
}

/// The fields of a protobuf message that are messages, texts or bytes, by their numbers.
fn fields(message: &[u8]) -> Vec<(u64, &[u8])> {
    fn number(rest: &mut &[u8]) -> u64 {
        let mut value = 0;
        for shift in (0..).step_by(7) {
            let (byte, tail) = rest.split_first().unwrap();
            *rest = tail;
            value |= u64::from(byte & 127) << shift;
            if byte & 128 == 0 {
                break;
            }
        }
        value
    }
    let (mut rest, mut found) = (message, Vec::new());
    while !rest.is_empty() {
        let tag = number(&mut rest);
        let length = match tag & 7 {
            0 => {
                number(&mut rest);
                continue;
            }
            1 => 8,
            5 => 4,
            2 => number(&mut rest) as usize,
            kind => panic!("no kind {kind} of field"),
        };
        let (value, tail) = rest.split_at(length);
        rest = tail;
        if tag & 7 == 2 {
            found.push((tag >> 3, value));
        }
    }
    found
}

/// All messages at a way of numbers.
fn at<'a>(message: &'a [u8], way: &[u64]) -> Vec<&'a [u8]> {
    way.iter().fold(vec![message], |messages, number| {
        let inside = messages.into_iter().flat_map(fields);
        inside.filter(|(field, _)| field == number).map(|(_, value)| value).collect()
    })
}

fn text(message: &[u8], way: &[u64]) -> String {
    at(message, way).first().map(|text| String::from_utf8_lossy(text).into_owned()).unwrap_or_default()
}

/// Spans of an `ExportTraceServiceRequest` as lines: the name, that of the span around it, the status, and events.
fn spans(requests: &[Vec<u8>]) -> Vec<String> {
    let spans: Vec<&[u8]> = requests.iter().flat_map(|body| at(body, &[1, 2, 2])).collect();
    let name_of = |id: Vec<&[u8]>| {
        let around = spans.iter().find(|span| at(span, &[2]) == id);
        around.map_or_else(|| "nothing".into(), |span| text(span, &[5]))
    };
    let mut lines: Vec<String> = spans
        .iter()
        .map(|span| {
            let events: Vec<String> = at(span, &[11]).iter().map(|event| text(event, &[2])).collect();
            let (name, around) = (text(span, &[5]), name_of(at(span, &[4])));
            format!("{name} in {around} {:?} {}", events, text(span, &[15, 2])).trim_end().to_owned()
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn a_collector_gets_the_spans_of_a_run_and_its_steps() {
    let (endpoint, requests) = collector();
    let output = start(&endpoint, &["one", "three", "and more"]);
    assert_eq!(output.status.code(), Some(Exit::Failed.code().into()), "{output:?}");
    let requests: Vec<(String, Vec<u8>)> = requests.try_iter().collect();
    assert!(requests.iter().all(|(first, _)| first == "POST /v1/traces HTTP/1.1"), "{requests:?}");
    let bodies: Vec<Vec<u8>> = requests.into_iter().map(|(_, body)| body).collect();
    let resource: Vec<String> = at(&bodies[0], &[1, 1, 1]).iter().map(|of| text(of, &[1])).collect();
    assert!(resource.contains(&"service.name".into()), "{resource:?}");
    assert!(String::from_utf8_lossy(&bodies[0]).contains("measuring"));
    expect_test::expect![[r#"
        check in otel/lengths []
        check in otel/lengths []
        check in otel/lengths [] 8 is too much
        length in otel/lengths ["counting and more"]
        length in otel/lengths ["counting one"]
        length in otel/lengths ["counting three"]
        otel/lengths in nothing [] 8 is too much
    "#]]
    .assert_eq(&(spans(&bodies).join("\n") + "\n"));
}

#[test]
fn a_collector_that_is_away_costs_a_warning() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let output = start(&endpoint, &["one"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("warning: the collector of traces did not take 3 spans"), "{stderr}");
}

#[test]
fn a_collector_that_never_answers_holds_nobody_up_for_long() {
    // It accepts connections, as the system does for every listener, and reads nothing.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let (sender, receiver) = channel();
    std::thread::spawn(move || sender.send(start(&endpoint, &["one"])));
    // Many times what it may take: a machine may be busy.
    let output = receiver.recv_timeout(Duration::from_secs(60)).expect("the program ends");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("warning: the collector of traces did not take all spans"), "{stderr}");
    drop(listener);
}

#[test]
fn a_collector_behind_tls_is_refused_with_a_reason() {
    let output = start("https://127.0.0.1:1", &["one"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("this program speaks plain HTTP only"), "{stderr}");
}
