//! Films, by the programs `ffmpeg` and `ffprobe` (5.1 or newer).
//!
//! They are given lists of arguments, never a command line for a shell. They read the file that is named, in the usual formats of films, and
//! nothing else: no address on a network, no list of other files. A cancelled step and one whose time is over end the program.

mod ffmpeg;
mod film_writer;
mod frame_reader;
mod image_size;
#[cfg(test)]
mod test_film;

pub mod cut_video;
pub mod detect_scenes;
pub mod encode_frames;
pub mod encode_video;
pub mod extract_audio;
pub mod extract_frames;
pub mod probe;
pub mod probe_video;
pub mod stream_frames;

pub use ffmpeg::FfmpegError;
pub use film_writer::{EncodeVideoError, VideoFormat};
pub use frame_reader::FramesError;
