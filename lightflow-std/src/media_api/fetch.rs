//! Results, from where a service put them: within bounds, and only if they are what was wanted.

use std::net::IpAddr;
use std::sync::OnceLock;
use std::time::Duration;

use lightflow::prelude::*;
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};

use super::caller::reason;
use super::found::Found;
use super::kind::{Format, HEAD};
use super::{MediaError, MediaKind};
use crate::remote::redact::shown;

/// What may be taken.
#[derive(Clone, Copy)]
pub(super) struct Bounds<'a> {
    pub kind: MediaKind,
    /// The most bytes of one result.
    pub most: u64,
    /// The service that made it: what is on its own host may be downloaded even if that is this machine.
    pub base: &'a Url,
}

/// Takes one result piece by piece: `begin` gets its format, and what it gives takes the pieces.
pub(super) async fn fetch<S, B, P>(
    found: &Found,
    bounds: Bounds<'_>,
    ctx: &Ctx,
    begin: B,
    mut piece: P,
) -> Result<S, MediaError>
where
    B: FnOnce(Format) -> Result<S, MediaError>,
    P: FnMut(&mut S, &[u8]) -> Result<(), MediaError>,
{
    let mut response = match found {
        Found::Here(bytes) => {
            check_size(bytes.len() as u64, bounds)?;
            let mut state = begin(format(&bytes[..bytes.len().min(HEAD)], bounds.kind)?)?;
            piece(&mut state, bytes)?;
            return Ok(state);
        }
        Found::At(url) => download(url, bounds).await?,
    };
    check_size(response.content_length().unwrap_or(0), bounds)?;
    let service = response.url().host_str().unwrap_or_default().to_owned();
    let broken =
        |error: reqwest::Error| MediaError::Unreachable { service: service.clone(), reason: reason(&error) };
    // The first piece may be shorter than what tells the format.
    let mut head = Vec::new();
    while head.len() < HEAD {
        match response.chunk().await.map_err(broken)? {
            Some(chunk) => head.extend_from_slice(&chunk),
            None => break,
        }
    }
    let mut taken = head.len() as u64;
    check_size(taken, bounds)?;
    let mut state = begin(format(&head[..head.len().min(HEAD)], bounds.kind)?)?;
    piece(&mut state, &head)?;
    while let Some(chunk) = response.chunk().await.map_err(broken)? {
        if ctx.cancelled() {
            return Err(MediaError::Cancelled);
        }
        taken += chunk.len() as u64;
        check_size(taken, bounds)?;
        piece(&mut state, &chunk)?;
    }
    Ok(state)
}

fn format(head: &[u8], expected: MediaKind) -> Result<Format, MediaError> {
    let format = Format::of(head).ok_or_else(|| {
        let text =
            !head.is_empty() && head.iter().all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace());
        let found = if head.is_empty() {
            "empty"
        } else if text {
            "a text"
        } else {
            "of no known format"
        };
        MediaError::Kind { expected, found }
    })?;
    if expected != MediaKind::Any && format.kind != expected {
        return Err(MediaError::Kind { expected, found: format.media_type });
    }
    Ok(format)
}

fn check_size(size: u64, bounds: Bounds<'_>) -> Result<(), MediaError> {
    if size > bounds.most { Err(MediaError::TooLarge { most: bounds.most }) } else { Ok(()) }
}

/// Without the service's key: results are public, or have a token in their address.
async fn download(url: &Url, bounds: Bounds<'_>) -> Result<Response, MediaError> {
    if !may_be_asked(url, bounds.base) {
        return Err(MediaError::Place(shown(url.as_str(), "")));
    }
    let service = url.host_str().unwrap_or_default().to_owned();
    let response = client().get(url.clone()).send().await;
    let response = response
        .map_err(|error| MediaError::Unreachable { service: service.clone(), reason: reason(&error) })?;
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let message = "the result is not there".to_owned();
    Err(MediaError::Refused { service, status: status.as_u16(), message })
}

fn client() -> Client {
    static CLIENT: OnceLock<Client> = OnceLock::new();
    let follow = Policy::custom(|attempt| {
        // Where a first address may not lead, a redirect may not either.
        let fits = attempt.previous().first().is_some_and(|first| may_be_asked(attempt.url(), first));
        if fits && attempt.previous().len() <= 5 { attempt.follow() } else { attempt.stop() }
    });
    CLIENT
        .get_or_init(|| {
            let builder = crate::connect::builder().redirect(follow).connect_timeout(Duration::from_secs(20));
            builder.read_timeout(Duration::from_secs(60)).build().unwrap_or_default()
        })
        .clone()
}

/// Whether a service may send this process there: not from `https` to `http`, and into the own network only from there.
fn may_be_asked(url: &Url, from: &Url) -> bool {
    let safe = url.scheme() == "https" || (url.scheme() == "http" && from.scheme() == "http");
    safe && (url.host_str() == from.host_str() || !is_local(url))
}

fn is_local(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    // A name may end with the dot of the root, and is the same.
    let host = host.trim_end_matches('.');
    match host.parse() {
        Ok(IpAddr::V4(address)) => is_local_v4(address),
        Ok(IpAddr::V6(address)) => {
            let mapped = address.to_ipv4_mapped().is_some_and(is_local_v4);
            mapped
                || address.is_loopback()
                || address.is_unspecified()
                || address.is_unique_local()
                || address.is_unicast_link_local()
        }
        Err(_) => {
            host.is_empty()
                || host == "localhost"
                || host.ends_with(".localhost")
                || host.ends_with(".internal")
        }
    }
}

fn is_local_v4(address: std::net::Ipv4Addr) -> bool {
    address.is_loopback() || address.is_private() || address.is_link_local() || address.is_unspecified()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(url: &str, from: &str) -> bool {
        may_be_asked(&Url::parse(url).unwrap(), &Url::parse(from).unwrap())
    }

    #[test]
    fn results_come_from_the_world_not_from_the_own_network() {
        let fal = "https://queue.fal.run/";
        assert!(may("https://v3.fal.media/a.png", fal));
        for url in [
            "http://v3.fal.media/a.png",
            "https://127.0.0.1/a.png",
            "https://localhost/a.png",
            "https://169.254.169.254/latest/meta-data",
            "https://192.168.1.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://metadata.google.internal/",
            "https://metadata.google.internal./",
            "https://localhost./",
        ] {
            assert!(!may(url, fal), "{url}");
        }
    }

    #[test]
    fn a_service_on_this_machine_gives_results_from_there() {
        assert!(may("http://127.0.0.1:9000/a.png", "http://127.0.0.1:8000/"));
        assert!(!may("http://10.0.0.7/a.png", "http://127.0.0.1:8000/"));
    }

    #[test]
    fn what_is_no_media_is_named() {
        let refusal = |head: &[u8], kind| format(head, kind).unwrap_err().to_string();
        assert_eq!(
            refusal(b"<!doctype html>", MediaKind::Any),
            "a result is a text, not a picture, film or sound; check that the model makes that"
        );
        assert!(refusal(b"", MediaKind::Any).contains("is empty"));
        assert!(refusal(b"GIF89a", MediaKind::Audio).contains("a result is image/gif, not a sound"));
    }
}
