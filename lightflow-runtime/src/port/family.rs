//! Families: kinds of a type that do not mix.

/// A family of models or media: what one makes, another one does not take.
///
/// A port type with a family as its parameter is a type of its own for each: rustc refuses a latent of one model family at the
/// decoder of another, whatever their shapes.
///
/// ```
/// use std::marker::PhantomData;
///
/// use lightflow_runtime::Family;
///
/// /// Stable Diffusion 1.5.
/// #[derive(Clone, Debug)]
/// pub struct Sd15;
///
/// impl Family for Sd15 {
///     const NAME: &'static str = "SD 1.5";
/// }
///
/// pub struct Latent<F: Family> {
///     pub values: Vec<f32>,
///     pub family: PhantomData<F>,
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no family",
    label = "no family",
    note = "implement `lightflow::Family` for it: `impl Family for {Self} {{ const NAME: &'static str = \"..\"; }}`"
)]
pub trait Family: Send + Sync + 'static {
    /// What people call it.
    const NAME: &'static str;
}
