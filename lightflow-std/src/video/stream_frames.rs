//! Takes pictures out of a film, one after another.

use lightflow::prelude::*;

use std::thread;

use futures_util::stream;
use tokio::sync::mpsc::channel;

use crate::image::Image;

use super::ffmpeg::Next;
use super::frame_reader::{Choice, FrameReader, FramesError};

/// Frames that are in memory at once: those that wait on the edge, those that are worked on, and those that `ffmpeg` makes.
const HELD: u64 = 16;

/// Takes frames out of a film as pictures, one after another: whoever reads them works while the film is still read, and a film of any
/// length fits into memory.
///
/// Frames come at `fps` a second, or each `every`-th of the film if that is given. They are turned upright, have square pixels, and are
/// scaled down until the longer side is `side`. Each is named after the film, with its number.
///
/// # Errors
/// When `ffmpeg` is missing, the file is no film or breaks off, nothing lies behind `start`, or 16 frames need more than 2 GiB.
///
/// ```no_run
/// use lightflow::prelude::*;
/// use lightflow_std::video::encode_frames::encode_frames;
/// use lightflow_std::video::stream_frames::stream_frames;
///
/// /// A film for a small screen.
/// #[workflow]
/// fn smaller(film: PathBuf) -> PathBuf {
///     let frames = stream_frames { path: film, fps: 25.0, side: 320, .. };
///     encode_frames { frames, fps: 25.0, name: "smaller".to_owned(), .. }
/// }
/// ```
#[node(needs(fs, bin("ffmpeg"), bin("ffprobe")))]
pub fn stream_frames(
    path: PathBuf,
    /// Frames for each second of the film.
    #[port(default = 1.0, range = 0.001..=240.0, unit = "fps")]
    fps: f64,
    /// Each so-many-th frame of the film, in place of `fps`.
    #[port(default = None)]
    every: Option<u32>,
    /// Where to begin.
    #[port(default = 0.0, range = 0.0..=86400.0, unit = "s")]
    start: f64,
    /// The longer side is scaled down to it.
    #[port(default = 1024, range = 16..=8192, unit = "px")]
    side: u32,
) -> impl Stream<Item = Result<Image, FramesError>> {
    let (sender, mut frames) = channel(1);
    // The film is read on a thread of its own, that ends when nobody reads the frames any more.
    thread::spawn(move || {
        let left = || sender.is_closed();
        let read = FrameReader::open(&path, Choice { fps, every, start, side }, left).and_then(|reader| {
            reader.hold(HELD)?;
            reader.read(None, left, |image, _| match sender.blocking_send(Ok(image)) {
                Ok(()) => Next::Go,
                Err(_) => Next::Stop,
            })
        });
        if let Err(error) = read {
            // When the stream was dropped, nobody is there to be told.
            let _ = sender.blocking_send(Err(error));
        }
    });
    stream::poll_fn(move |context| frames.poll_recv(context))
}

#[cfg(test)]
mod tests {
    use super::super::test_film::{film, sound};
    use super::*;

    use futures_util::StreamExt as _;

    #[tokio::test]
    async fn frames_come_one_after_another() {
        let folder = tempfile::tempdir().unwrap();
        let frames = stream_frames(film(folder.path(), "a.mp4"), 1.0, Some(1), 1.5, 32);
        let frames: Vec<Image> = frames.map(Result::unwrap).collect().await;
        let names: Vec<&str> = frames.iter().map(Image::name).collect();
        assert_eq!(names, ["a-0001", "a-0002", "a-0003", "a-0004", "a-0005"]);
        assert!(frames.iter().all(|frame| (frame.width(), frame.height()) == (32, 24)));
    }

    #[tokio::test]
    async fn what_is_no_film_is_one_error() {
        let folder = tempfile::tempdir().unwrap();
        let text = folder.path().join("text.mp4");
        std::fs::write(&text, "no film").unwrap();
        for (path, said) in [
            (sound(folder.path()), "has no pictures; give a film"),
            (text, "`ffprobe` failed"),
            (folder.path().join("gone.mp4"), "check the path and its permissions"),
        ] {
            let all: Vec<_> = stream_frames(path, 1.0, None, 0.0, 64).collect().await;
            let [Err(error)] = &*all else { panic!("one error: {all:?}") };
            assert!(error.to_string().contains(said), "{error}");
        }
    }

    #[tokio::test]
    async fn behind_the_end_there_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let all: Vec<_> = stream_frames(film(folder.path(), "a.mp4"), 1.0, None, 9.0, 64).collect().await;
        assert!(matches!(&*all, [Err(FramesError::Empty { .. })]), "{all:?}");
    }
}
