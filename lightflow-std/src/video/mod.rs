//! Films, by the program `ffmpeg`.
