//! Steps that only this project has, one a file.

pub mod sample_photo;
