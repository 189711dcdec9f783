//! The steps of the `product_photos` workflow, one a file.

pub mod backdrop;
pub mod contact_sheet;
pub mod cut_out;
pub mod fit;
pub mod list_images;
pub mod load_image;
pub mod matte;
pub mod photo_file;
pub mod sample_photo;
pub mod save_image;
pub mod soft_shadow;
pub mod trim;
