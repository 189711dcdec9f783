//! Steps that only this project has, one a file.

pub mod caption_plan;
pub mod sample_photo;
pub mod scrim;
pub mod seeded_backdrop;
pub mod social_formats;
