//! Image algorithms the nodes are built from; each is usable by itself.

pub mod background;
pub mod border_model;
pub mod canvas;
pub mod color;
pub mod decode;
pub mod guided_filter;
pub mod plane;
pub mod regions;
pub mod resize;
pub mod subject;
pub mod text;
