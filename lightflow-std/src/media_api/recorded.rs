//! Exchanges with the services, recorded and played back by a server on this machine.

use std::collections::VecDeque;
use std::path::Path;
use std::time::Duration;

use lightflow::prelude::*;
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::generate_media::{generate_media, save};
use super::generate_media_bytes::{generate_media_bytes, keep};
use super::job::Job;
use super::{GeneratedFiles, MediaError, MediaKind, MediaService};
use crate::remote::patience::Clock;
use crate::remote::patience::tests::CountedClock;
use crate::remote::replay::{Answer, Replay};

const KEY: &str = "key-0123456789";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and then pixels";

fn job<'a>(service: MediaService, input: &'a Value, server: &'a Replay) -> Job<'a> {
    Job {
        service,
        model: "fal-ai/flux/dev",
        input,
        key: KEY,
        base_url: Some(&server.url),
        kind: MediaKind::Any,
        poll_seconds: 1.0,
        timeout_seconds: 600,
        max_megabytes: 1,
    }
}

/// What fal answers when a job begins.
fn fal_begin(url: &str) -> Answer {
    let own = |name| format!("{url}/fal-ai/flux/requests/r1{name}");
    Answer::json(
        200,
        &json!({
            "status": "IN_QUEUE", "request_id": "r1", "queue_position": 3,
            "status_url": own("/status"), "response_url": own(""), "cancel_url": own("/cancel"),
        }),
    )
}

fn status(status: &str) -> Answer {
    Answer::json(200, &json!({ "status": status, "request_id": "r1" }))
}

fn media(media_type: &str, bytes: &[u8]) -> Answer {
    Answer::new(200, &[("content-type", media_type)], bytes)
}

/// fal from begin to end, with this as the result's answer.
fn fal(result: impl FnOnce(&str) -> Value, download: Answer) -> Replay {
    Replay::with(|url| {
        let result = Answer::json(200, &result(url));
        VecDeque::from([fal_begin(url), status("IN_PROGRESS"), status("COMPLETED"), result, download])
    })
}

fn one_image(url: &str) -> Value {
    json!({ "images": [{ "url": format!("{url}/files/a.png"), "content_type": "image/png" }], "seed": 7 })
}

async fn save_from(server: &Replay, ctx: &Ctx) -> Result<GeneratedFiles, MediaError> {
    let input = json!({ "prompt": "a mug" });
    let saved =
        save(&job(MediaService::Fal, &input, server), "shots/mug", ctx, &CountedClock::default()).await;
    if let Err(error) = &saved {
        assert!(!format!("{error} {error:?}").contains(KEY), "a key in an error: {error:?}");
        let folder = ctx.output_path("shots/mug").unwrap();
        assert_eq!(std::fs::read_dir(folder.parent().unwrap()).unwrap().count(), 0, "something was written");
    }
    saved
}

fn lines(server: &Replay) -> Vec<String> {
    server.requests().into_iter().map(|request| request.line).collect()
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

#[tokio::test]
async fn fal_works_through_a_queue() {
    let server = fal(one_image, media("image/png", PNG));
    let (ctx, clock) = (Ctx::test(), CountedClock::default());
    let input = json!({ "prompt": "a mug" });
    let GeneratedFiles { files, response } =
        save(&job(MediaService::Fal, &input, &server), "mug", &ctx, &clock).await.unwrap();
    assert_eq!(
        (name(&files[0].path), &*files[0].media_type, files[0].size),
        ("mug.png", "image/png", PNG.len() as u64)
    );
    assert_eq!(std::fs::read(&files[0].path).unwrap(), PNG);
    assert_eq!(response["seed"], 7);
    assert_eq!(clock.waits(), [Duration::from_secs(1), Duration::from_millis(1500)]);

    let own = "/fal-ai/flux/requests/r1";
    let (state, result) = (format!("GET {own}/status"), format!("GET {own}"));
    assert_eq!(lines(&server), ["POST /fal-ai/flux/dev", &*state, &*state, &*result, "GET /files/a.png"]);
    let requests = server.requests();
    assert_eq!(requests[0].header("authorization"), Some("Key key-0123456789"));
    assert_eq!(requests[0].header("idempotency-key"), Some(&*ctx.idempotency_key()));
    assert_eq!(requests[0].json(), input);
    assert_eq!(requests[4].header("authorization"), None, "a download has no key");
}

#[tokio::test]
async fn replicate_makes_predictions() {
    let server = Replay::with(|url| {
        let answer = |status: &str, output: Value| {
            let own = format!("{url}/predictions/p1");
            let urls = json!({ "get": own, "cancel": format!("{own}/cancel") });
            Answer::json(
                201,
                &json!({ "id": "p1", "status": status, "output": output, "error": null, "urls": urls }),
            )
        };
        let output = json!([format!("{url}/out-0.webp"), format!("{url}/out-1.webp")]);
        let webp = || media("image/webp", b"RIFF\x10\0\0\0WEBPVP8 pixels");
        VecDeque::from([
            answer("starting", Value::Null),
            answer("processing", Value::Null),
            answer("succeeded", output),
            webp(),
            webp(),
        ])
    });
    let input = json!({ "prompt": "a mug", "num_outputs": 2 });
    let job = Job { model: "owner/name", ..job(MediaService::Replicate, &input, &server) };
    let saved = save(&job, "mug", &Ctx::test(), &CountedClock::default()).await.unwrap();
    let names: Vec<&str> = saved.files.iter().map(|file| name(&file.path)).collect();
    assert_eq!(names, ["mug-1.webp", "mug-2.webp"]);
    assert_eq!(server.requests()[0].header("authorization"), Some("Bearer key-0123456789"));
    assert_eq!(lines(&server)[..2], ["POST /models/owner/name/predictions", "GET /predictions/p1"]);
}

#[tokio::test]
async fn openai_gives_pictures_in_its_answer() {
    let answer = json!({ "created": 1, "data": [{ "b64_json": "R0lGODlhLi4u" }], "usage": { "input_tokens": 10, "output_tokens": 272 } });
    let server = Replay::new([Answer::json(200, &answer)]);
    let (ctx, key) = (Ctx::test(), Secret::new(KEY.to_owned()));
    let input = json!({ "prompt": "a mug" });
    let made = generate_media_bytes(
        MediaService::OpenaiImages,
        "gpt-image-1",
        &input,
        &key,
        MediaKind::Image,
        Some(server.url.clone()),
        1.0,
        60,
        8,
        &ctx,
    );
    let made = made.await.unwrap();
    assert_eq!((&*made.media[0].media_type, &made.media[0].bytes[..]), ("image/gif", &b"GIF89a..."[..]));
    assert_eq!(ctx.usage(), [("input_tokens".into(), 10.0), ("output_tokens".into(), 272.0)]);
    assert_eq!(server.requests()[0].json(), json!({ "prompt": "a mug", "model": "gpt-image-1" }));
}

#[tokio::test]
async fn elevenlabs_answers_with_sound() {
    let server = Replay::new([media("audio/mpeg", b"ID3\x04 and then sound")]);
    let (ctx, key) = (Ctx::test(), Secret::new(KEY.to_owned()));
    let input = json!({ "voice_id": "v1", "text": "Hello." });
    let made = generate_media(
        MediaService::ElevenlabsSpeech,
        "eleven_v3",
        &input,
        &key,
        "hello".into(),
        MediaKind::Audio,
        Some(server.url.clone()),
        1.0,
        60,
        8,
        &ctx,
    );
    let made = made.await.unwrap();
    assert_eq!((name(&made.files[0].path), &*made.files[0].media_type), ("hello.mp3", "audio/mpeg"));
    assert_eq!(ctx.usage(), [("characters".into(), 6.0)]);
    assert_eq!(server.requests()[0].header("xi-api-key"), Some(KEY));
}

#[tokio::test]
async fn a_busy_service_is_asked_again_with_the_same_key_for_the_job() {
    let busy = Answer::new(429, &[("retry-after", "2")], b"{\"detail\": \"slow down\"}");
    let server = Replay::with(|url| {
        let result = Answer::json(200, &one_image(url));
        VecDeque::from([
            busy,
            fal_begin(url),
            Answer::new(502, &[], b""),
            status("COMPLETED"),
            result,
            media("image/png", PNG),
        ])
    });
    let (ctx, clock) = (Ctx::test(), CountedClock::default());
    let input = json!({});
    keep(&job(MediaService::Fal, &input, &server), &ctx, &clock).await.unwrap();
    assert_eq!(clock.waits().iter().map(Duration::as_millis).collect::<Vec<_>>(), [2000, 1000, 500]);
    let requests = server.requests();
    assert_eq!(requests[0].header("idempotency-key"), requests[1].header("idempotency-key"));
}

#[tokio::test]
async fn a_refused_key_is_said_without_the_key() {
    let server = Replay::new([Answer::json(401, &json!({ "detail": format!("No user found for {KEY}") }))]);
    let error = save_from(&server, &Ctx::test()).await.unwrap_err();
    assert!(
        matches!(&error, MediaError::KeyRefused { status: 401, message, .. } if message == "No user found for (secret)"),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_job_that_fails_says_why() {
    let server = Replay::with(|url| {
        let wrong = json!({ "detail": [{ "loc": ["body", "prompt"], "msg": "field required" }] });
        VecDeque::from([fal_begin(url), status("COMPLETED"), Answer::json(422, &wrong)])
    });
    let error = save_from(&server, &Ctx::test()).await.unwrap_err();
    assert!(
        matches!(&error, MediaError::JobFailed { message, .. } if message == "field required"),
        "{error:?}"
    );

    let server = Replay::with(|url| {
        let urls = json!({ "get": format!("{url}/p"), "cancel": format!("{url}/p/cancel") });
        let failed = json!({ "status": "failed", "error": "NSFW content detected", "urls": urls });
        VecDeque::from([Answer::json(201, &failed)])
    });
    let (input, ctx, clock) = (json!({}), Ctx::test(), CountedClock::default());
    let error = keep(&job(MediaService::Replicate, &input, &server), &ctx, &clock).await;
    assert!(
        matches!(error, Err(MediaError::JobFailed { message, .. }) if message == "NSFW content detected")
    );
}

#[tokio::test]
async fn a_job_that_takes_too_long_is_cancelled_at_the_service() {
    let server = Replay::with(|url| {
        let mut answers = VecDeque::from([fal_begin(url)]);
        answers.extend((0..3).map(|_| status("IN_PROGRESS")));
        answers.push_back(Answer::json(202, &json!({ "status": "CANCELLATION_REQUESTED" })));
        answers
    });
    let clock = CountedClock::default();
    let input = json!({});
    let job = Job { timeout_seconds: 4, ..job(MediaService::Fal, &input, &server) };
    let error = keep(&job, &Ctx::test(), &clock).await.unwrap_err().to_string();
    assert_eq!(error, "the job was not done after 4 s (in progress); raise `timeout_seconds`");
    assert_eq!(clock.waits().iter().sum::<Duration>(), Duration::from_secs(4));
    assert_eq!(lines(&server).last().unwrap(), "PUT /fal-ai/flux/requests/r1/cancel");
}

/// Time that never passes, and says when somebody waits for it.
#[derive(Default)]
struct StoppedClock(Notify);

impl Clock for StoppedClock {
    async fn wait(&self, _: Duration) {
        self.0.notify_one();
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_run_that_is_cancelled_cancels_the_job_at_the_service() {
    let mut server = Replay::with(|url| VecDeque::from([fal_begin(url), Answer::json(202, &json!({}))]));
    let (ctx, input, clock) = (Ctx::test(), json!({}), StoppedClock::default());
    let job = job(MediaService::Fal, &input, &server);
    // The engine drops an async step when its run is cancelled.
    tokio::select! {
        made = keep(&job, &ctx, &clock) => panic!("{made:?}"),
        () = clock.0.notified() => {}
    }
    assert_eq!(server.next().await.line, "POST /fal-ai/flux/dev");
    assert_eq!(server.next().await.line, "PUT /fal-ai/flux/requests/r1/cancel");
}

#[tokio::test]
async fn what_is_no_media_is_not_saved() {
    let page = fal(one_image, media("image/png", b"<html>Not found</html>"));
    let error = save_from(&page, &Ctx::test()).await.unwrap_err();
    assert!(matches!(error, MediaError::Kind { found: "a text", .. }), "{error:?}");

    let huge = fal(one_image, media("image/png", &[PNG, &[0; 2 << 20][..]].concat()));
    assert!(matches!(save_from(&huge, &Ctx::test()).await, Err(MediaError::TooLarge { most: 1_048_576 })));

    let broken = fal(one_image, media("image/png", &[PNG, &[0; 100_000][..]].concat()).broken_off(10));
    assert!(matches!(save_from(&broken, &Ctx::test()).await, Err(MediaError::Unreachable { .. })));

    let gone = fal(one_image, Answer::new(404, &[], b""));
    assert!(matches!(save_from(&gone, &Ctx::test()).await, Err(MediaError::Refused { status: 404, .. })));

    let nothing = fal(|_| json!({ "text": "a mug" }), media("image/png", PNG));
    assert!(matches!(save_from(&nothing, &Ctx::test()).await, Err(MediaError::NoMedia)));

    let elsewhere = fal(|_| json!({ "url": "http://169.254.169.254/latest" }), media("image/png", PNG));
    assert!(matches!(save_from(&elsewhere, &Ctx::test()).await, Err(MediaError::Place(_))));
}

#[tokio::test]
async fn another_kind_than_wanted_is_not_taken() {
    let server = fal(one_image, media("image/png", PNG));
    let input = json!({});
    let job = Job { kind: MediaKind::Video, ..job(MediaService::Fal, &input, &server) };
    let error = keep(&job, &Ctx::test(), &CountedClock::default()).await.unwrap_err();
    assert!(
        matches!(error, MediaError::Kind { expected: MediaKind::Video, found: "image/png" }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_key_is_sent_to_no_other_host() {
    let own = |name: &str| format!("http://example.org/requests/r1{name}");
    let begin = json!({ "status": "IN_QUEUE", "status_url": own("/status"), "response_url": own(""), "cancel_url": own("/cancel") });
    let server = Replay::new([Answer::json(200, &begin)]);
    let error = save_from(&server, &Ctx::test()).await.unwrap_err().to_string();
    assert!(error.contains("its answer leads elsewhere"), "{error}");
}

#[tokio::test]
async fn broken_answers_are_said() {
    let json = |body: &[u8]| Answer::new(200, &[("content-type", "application/json")], body);
    for answer in [json(b"{\"status\": "), json(b"{}"), json(b"[]"), json(b"")] {
        let server = Replay::new([answer]);
        let error = save_from(&server, &Ctx::test()).await.unwrap_err();
        assert!(matches!(error, MediaError::Protocol { .. }), "{error:?}");
    }
    let strange = Replay::with(|url| VecDeque::from([fal_begin(url), status("LOST")]));
    let error = save_from(&strange, &Ctx::test()).await.unwrap_err().to_string();
    assert!(error.contains("it says the job is `LOST`"), "{error}");
}

#[tokio::test]
async fn nothing_is_sent_for_a_name_that_leads_out_of_the_folder() {
    let server = fal(one_image, media("image/png", PNG));
    let input = json!({});
    let error =
        save(&job(MediaService::Fal, &input, &server), "../mug", &Ctx::test(), &CountedClock::default())
            .await;
    assert!(matches!(error, Err(MediaError::Artifact(_))));
    assert!(server.requests().is_empty());
}
