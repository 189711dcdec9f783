//! Paints a view as a picture that needs no other tool, in light and dark.

mod boxes;
mod frames;
mod paint;
mod scene;
#[cfg(test)]
mod tests;
mod text;

use super::view::View;

pub(crate) fn print(view: &View) -> String {
    paint::paint(view, &scene::root(view))
}
