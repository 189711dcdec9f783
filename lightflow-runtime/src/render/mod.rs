//! Draws a graph: as JSON for programs, as Mermaid and DOT for documents, as SVG for people.
//!
//! All formats are made from one [`View`], so that they cannot disagree about what the graph is.
//! The way through the files: `build` reads the plan into a [`View`]; [`Format::Json`] prints it as
//! it is; `chart` flattens it for the two text formats; `svg` lays it out with `layout` and paints it.

mod build;
mod chart;
mod dot;
mod format;
mod layout;
mod mermaid;
#[cfg(test)]
mod sample;
mod svg;
#[cfg(test)]
mod tests;
mod view;

pub use format::{Format, UnknownFormat};
pub use view::{
    ArmView, BodyView, Folded, InputView, ParamView, PassView, SourceView, StepKind, StepView, View,
};

use crate::spec::CompositionSpec;

/// Draws a composition or workflow.
///
/// The text depends on the graph alone: the same build gives the same bytes.
pub fn render(graph: &CompositionSpec, format: Format) -> String {
    let view = View::of(graph);
    match format {
        Format::Json => view.to_json(),
        Format::Mermaid => mermaid::print(&view),
        Format::Dot => dot::print(&view),
        Format::Svg => svg::print(&view),
    }
}
