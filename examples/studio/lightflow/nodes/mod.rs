//! Steps that only this project has, one a file.

pub mod describe_sound;
pub mod list_sounds;
pub mod sample_photo;
pub mod write_audio_report;
