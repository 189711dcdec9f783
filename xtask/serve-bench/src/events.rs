//! Reading Server-Sent Events to their end, each of which has to come once and in order.

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;

use crate::Failure;

/// Counts events by their ids, in pieces as they come.
#[derive(Default)]
struct Ids {
    next: u64,
    line: Vec<u8>,
}

impl Ids {
    fn feed(&mut self, mut piece: &[u8]) -> Result<(), Failure> {
        while let Some(end) = piece.iter().position(|byte| *byte == b'\n') {
            self.line.extend_from_slice(&piece[..end]);
            piece = &piece[end + 1..];
            if let Some(id) = self.line.strip_prefix(b"id: ") {
                let id: u64 = std::str::from_utf8(id)?.trim().parse()?;
                if id != self.next {
                    return Err(format!("event {id} came instead of {}", self.next).into());
                }
                self.next += 1;
            }
            self.line.clear();
        }
        self.line.extend_from_slice(piece);
        Ok(())
    }
}

/// Reads to the end and gives how many events there were, and how many bytes.
pub async fn read(mut body: Incoming) -> Result<(u64, usize), Failure> {
    let (mut ids, mut bytes) = (Ids::default(), 0);
    while let Some(frame) = body.frame().await {
        let data: Bytes = frame?.into_data().unwrap_or_default();
        bytes += data.len();
        ids.feed(&data)?;
    }
    Ok((ids.next, bytes))
}
