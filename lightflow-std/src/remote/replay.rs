//! A server on this machine that gives recorded answers, for tests.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// One request that came.
#[derive(Clone, Debug)]
pub struct Request {
    /// `POST /v1/chat/completions`
    pub line: String,
    /// In lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// One answer: everything that goes over the wire, then the connection is closed.
#[derive(Clone, Debug)]
pub struct Answer(Vec<u8>);

impl Answer {
    pub fn json(status: u16, body: &Value) -> Self {
        Self::new(status, &[("content-type", "application/json")], body.to_string().as_bytes())
    }

    /// Server-sent events.
    #[cfg(feature = "llm")]
    pub fn events(body: &str) -> Self {
        Self::new(200, &[("content-type", "text/event-stream")], body.as_bytes())
    }

    pub fn new(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Self {
        let mut bytes =
            format!("HTTP/1.1 {status} Status\r\ncontent-length: {}\r\nconnection: close\r\n", body.len());
        for (name, value) in headers {
            bytes += &format!("{name}: {value}\r\n");
        }
        Self([bytes.as_bytes(), b"\r\n", body].concat())
    }

    /// The connection breaks before the last bytes.
    pub fn broken_off(mut self, missing: usize) -> Self {
        self.0.truncate(self.0.len() - missing);
        self
    }
}

/// Gives its answers in order, one a connection, and remembers what was asked.
pub struct Replay {
    pub url: String,
    requests: Arc<Mutex<Vec<Request>>>,
    #[cfg_attr(
        not(feature = "media-api"),
        expect(dead_code, reason = "only jobs that go on by themselves are waited for")
    )]
    coming: UnboundedReceiver<Request>,
}

impl Replay {
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers: VecDeque<Answer> = answers.into_iter().collect();
        Self::with(|_| answers)
    }

    /// With answers that name the server's own address.
    pub fn with<A: Into<VecDeque<Answer>>>(answers: impl FnOnce(&str) -> A) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mut answers = answers(&url).into();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let heard = requests.clone();
        let (tell, coming) = unbounded_channel();
        std::thread::spawn(move || {
            while let Some(answer) = answers.pop_front() {
                let Ok((mut stream, _)) = listener.accept() else { return };
                let Some(request) = read(&stream) else { return };
                heard.lock().unwrap().push(request.clone());
                let _ = tell.send(request);
                let _ = stream.write_all(&answer.0);
                let _ = stream.shutdown(Shutdown::Write);
            }
        });
        Self { url, requests, coming }
    }

    /// The next request that nobody took yet, as soon as it comes.
    #[cfg(feature = "media-api")]
    pub async fn next(&mut self) -> Request {
        self.coming.recv().await.unwrap()
    }

    /// What was asked so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let line = line.trim_end().trim_end_matches(" HTTP/1.1").to_owned();
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length.map_or(0, |(_, value)| value.parse().unwrap())];
    reader.read_exact(&mut body).ok()?;
    Some(Request { line, headers, body })
}
