//! Image algorithms the nodes are built from; each is usable by itself.

pub mod background;
pub mod border_model;
pub mod canvas;
pub mod color;
pub mod decode;
pub mod distance;
pub mod gaussian;
pub mod guided_filter;
pub mod hex;
pub mod interest;
pub mod jpeg_end;
pub mod kmeans;
pub mod non_local_means;
pub mod oklab;
pub mod paragraph;
pub mod plane;
pub mod premultiplied;
pub mod regions;
pub mod resize;
pub mod ssim;
pub mod subject;
pub mod text;
pub mod white_balance;
