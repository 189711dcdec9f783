//! One connection that is kept alive.

use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;

use crate::Failure;

/// One connection that is kept alive.
pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
    host: String,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender, host: address.to_string() })
    }

    async fn send(
        &mut self,
        request: hyper::http::request::Builder,
        body: String,
    ) -> Result<Response<Incoming>, Failure> {
        let request = request.header(header::HOST, &self.host).body(Full::from(body))?;
        self.sender.ready().await?;
        Ok(self.sender.send_request(request).await?)
    }

    /// The whole answer, whose status has to be a good one.
    pub async fn get(&mut self, path: &str) -> Result<Bytes, Failure> {
        let answer = self.send(Request::get(path), String::new()).await?;
        let status = answer.status();
        let body = answer.into_body().collect().await?.to_bytes();
        good(status, path, &body)?;
        Ok(body)
    }

    pub async fn json(&mut self, path: &str) -> Result<Value, Failure> {
        Ok(serde_json::from_slice(&self.get(path).await?)?)
    }

    /// Posts, and gives the status and the answer.
    pub async fn post(&mut self, path: &str, body: &Value) -> Result<(StatusCode, Bytes), Failure> {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        let answer = self.send(request, body.to_string()).await?;
        Ok((answer.status(), answer.into_body().collect().await?.to_bytes()))
    }

    /// Starts a run and gives its id.
    pub async fn begin(&mut self, workflow: &str, inputs: Value) -> Result<String, Failure> {
        let path = format!("/api/workflows/{workflow}/runs");
        let (status, body) = self.post(&path, &json!({ "inputs": inputs })).await?;
        good(status, &path, &body)?;
        let run: Value = serde_json::from_slice(&body)?;
        Ok(run["id"].as_str().ok_or("a run has no id")?.to_owned())
    }

    /// Lets so many steps go on that are held.
    pub async fn open_gate(&mut self, steps: usize) -> Result<(), Failure> {
        let (status, body) = self.post(&format!("/bench/open?x={steps}"), &json!({})).await?;
        good(status, "/bench/open", &body)
    }

    /// The events of a run as they come.
    pub async fn events(&mut self, run: &str) -> Result<Incoming, Failure> {
        let path = format!("/api/runs/{run}/events");
        let answer =
            self.send(Request::get(&path).header(header::ACCEPT, "text/event-stream"), String::new()).await?;
        match answer.status() {
            StatusCode::OK => Ok(answer.into_body()),
            status => Err(format!("{path}: {status}").into()),
        }
    }
}

fn good(status: StatusCode, path: &str, body: &Bytes) -> Result<(), Failure> {
    match status.is_success() {
        true => Ok(()),
        false => Err(format!("{path}: {status}: {}", String::from_utf8_lossy(body)).into()),
    }
}
