//! What `ffprobe` says of a file.

use std::path::Path;

use serde_json::Value;

use super::ffmpeg::{FfmpegError, Next, arguments, input, run};
use super::probe_video::AudioTrack;

/// More than `ffprobe` has to say of any film.
const MOST: usize = 4 << 20;

/// A file's streams that count here: the first of pictures and the first of sound.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// Names of the format, with commas.
    pub format: String,
    /// Seconds, if the file says it.
    pub duration: Option<f64>,
    /// Bits a second, if the file says it.
    pub bit_rate: Option<u64>,
    /// The first stream of pictures.
    pub video: Option<VideoStream>,
    /// The first stream of sound.
    pub audio: Option<AudioTrack>,
}

/// A stream of pictures.
#[derive(Clone, Debug, PartialEq)]
pub struct VideoStream {
    /// How pictures are coded.
    pub codec: String,
    /// How their pixels are.
    pub pixel_format: String,
    /// Pixels a row, as shown: turned upright, with square pixels.
    pub width: u32,
    /// Number of rows, as shown.
    pub height: u32,
    /// Degrees by which the pictures are turned when shown.
    pub rotation: i32,
    /// Mean number a second; 0 if the file does not say it.
    pub frames_per_second: f64,
    /// How many there are, if the file says it.
    pub frames: Option<u64>,
}

/// Asks `ffprobe` about a file.
///
/// # Errors
/// When it cannot be opened or is no film or sound.
pub(super) fn probe(path: &Path, cancelled: impl Fn() -> bool) -> Result<Probe, FfmpegError> {
    let mut options = arguments(&["-v", "error", "-print_format", "json", "-show_format", "-show_streams"]);
    options.extend(input(path)?);
    let mut said = Vec::new();
    run(cancelled, "ffprobe", options, None, |piece| {
        said.extend_from_slice(piece);
        if said.len() > MOST { Next::Stop } else { Next::Go }
    })?;
    parse(&said).map_err(|error| FfmpegError::Failed {
        program: "ffprobe",
        said: format!("what it prints is not understood ({error})"),
    })
}

/// Reads what `ffprobe -print_format json -show_format -show_streams` prints.
///
/// What is missing or makes no sense is left out.
///
/// # Errors
/// When it is no JSON.
pub fn parse(bytes: &[u8]) -> Result<Probe, serde_json::Error> {
    let whole: Value = serde_json::from_slice(bytes)?;
    let format = &whole["format"];
    let streams = whole["streams"].as_array().map(Vec::as_slice).unwrap_or_default();
    let of_kind = |kind: &'static str| streams.iter().filter(move |stream| stream["codec_type"] == kind);
    // The cover of a song is no film.
    let video =
        of_kind("video").find(|stream| stream["disposition"]["attached_pic"] != 1).and_then(video_stream);
    let audio = of_kind("audio").find_map(audio_stream);
    let longest = streams.iter().filter_map(|stream| number(&stream["duration"])).reduce(f64::max);
    Ok(Probe {
        format: text(&format["format_name"]),
        duration: number(&format["duration"]).or(longest).filter(|seconds| *seconds > 0.0),
        bit_rate: number(&format["bit_rate"]).map(|rate| rate as u64),
        video,
        audio,
    })
}

fn video_stream(stream: &Value) -> Option<VideoStream> {
    let size =
        |name: &str| stream[name].as_u64().and_then(|size| u32::try_from(size).ok()).filter(|size| *size > 0);
    let (width, height) = (size("width")?, size("height")?);
    // A pixel may be wider than high.
    let wider = ratio(&stream["sample_aspect_ratio"], ':')
        .filter(|ratio| (0.1..=10.0).contains(ratio))
        .unwrap_or(1.0);
    let width = (f64::from(width) * wider).round().clamp(1.0, f64::from(u32::MAX)) as u32;
    let sides = stream["side_data_list"].as_array().map(Vec::as_slice).unwrap_or_default();
    let turned = sides.iter().find_map(|side| number(&side["rotation"]));
    let rotation = turned.or_else(|| number(&stream["tags"]["rotate"])).unwrap_or(0.0).round() as i32;
    let upright = rotation.rem_euclid(180) != 90;
    let (width, height) = if upright { (width, height) } else { (height, width) };
    let rate = ratio(&stream["avg_frame_rate"], '/').or_else(|| ratio(&stream["r_frame_rate"], '/'));
    Some(VideoStream {
        codec: text(&stream["codec_name"]),
        pixel_format: text(&stream["pix_fmt"]),
        width,
        height,
        rotation,
        frames_per_second: rate.unwrap_or(0.0),
        frames: number(&stream["nb_frames"]).map(|frames| frames as u64),
    })
}

fn audio_stream(stream: &Value) -> Option<AudioTrack> {
    let sample_rate = number(&stream["sample_rate"])?;
    let channels = stream["channels"].as_u64().and_then(|count| u16::try_from(count).ok())?;
    (sample_rate >= 1.0 && channels > 0).then(|| AudioTrack {
        codec: text(&stream["codec_name"]),
        sample_rate: sample_rate as u32,
        channels,
    })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or("unknown").to_owned()
}

/// A number that is written as a number or as text.
fn number(value: &Value) -> Option<f64> {
    let number = value.as_f64().or_else(|| value.as_str()?.parse().ok());
    number.filter(|number| number.is_finite())
}

/// `30000/1001`, or `4:3`.
fn ratio(value: &Value, between: char) -> Option<f64> {
    let (above, below) = value.as_str()?.split_once(between)?;
    let ratio = above.parse::<f64>().ok()? / below.parse::<f64>().ok()?;
    (ratio.is_finite() && ratio > 0.0).then_some(ratio)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TELEPHONE: &str = r#"{
        "streams": [
            {"codec_type": "audio", "codec_name": "aac", "sample_rate": "44100", "channels": 1},
            {"codec_type": "video", "codec_name": "mjpeg", "width": 90, "height": 90, "disposition": {"attached_pic": 1}},
            {"codec_type": "video", "codec_name": "h264", "pix_fmt": "yuv420p", "width": 1920, "height": 1080,
             "sample_aspect_ratio": "1:1", "avg_frame_rate": "30000/1001", "nb_frames": "300",
             "side_data_list": [{"side_data_type": "Display Matrix", "rotation": -90}]}
        ],
        "format": {"format_name": "mov,mp4", "duration": "10.010000", "bit_rate": "8000000"}
    }"#;

    #[test]
    fn a_film_of_a_telephone_stands_upright() {
        let found = parse(TELEPHONE.as_bytes()).unwrap();
        let video = found.video.unwrap();
        assert_eq!((video.width, video.height, video.rotation), (1080, 1920, -90));
        assert!((video.frames_per_second - 29.97).abs() < 0.01);
        assert_eq!((found.duration, found.bit_rate, video.frames), (Some(10.01), Some(8_000_000), Some(300)));
        assert_eq!(found.audio, Some(AudioTrack { codec: "aac".into(), sample_rate: 44_100, channels: 1 }));
    }

    #[test]
    fn pixels_that_are_not_square_are_made_so() {
        let text = r#"{"streams": [{"codec_type": "video", "width": 720, "height": 576, "sample_aspect_ratio": "64:45"}]}"#;
        let video = parse(text.as_bytes()).unwrap().video.unwrap();
        assert_eq!((video.width, video.height), (1024, 576));
    }

    #[test]
    fn what_makes_no_sense_is_left_out() {
        let text = r#"{"streams": [{"codec_type": "video", "width": 0, "height": -4}, {"codec_type": "audio", "sample_rate": "x"}, 7],
            "format": {"duration": "N/A", "bit_rate": {}}}"#;
        let found = parse(text.as_bytes()).unwrap();
        let nothing =
            Probe { format: "unknown".into(), duration: None, bit_rate: None, video: None, audio: None };
        assert_eq!(found, nothing);
        assert!(parse(b"ffprobe: error").is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(at in 0_usize..700, byte in any::<u8>()) {
            let mut bytes = TELEPHONE.as_bytes().to_vec();
            let at = at % bytes.len();
            bytes[at] = byte;
            let _ = parse(&bytes);
        }
    }
}
