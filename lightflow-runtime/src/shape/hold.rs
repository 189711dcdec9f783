//! Holds what a node was given and what it made against its contract, while it runs.

use super::apply::AXES;
use super::{Contract, Extent, Form, Known, Linear, Pattern, PortContract, Test};
use crate::frame::NodeError;
use crate::spec::NodeSpec;

/// The sizes of a value's axes.
pub type Sizes = Vec<u64>;

/// A value with a shape: a tensor, an image, a latent, a mask, audio, video.
///
/// The order of axes is the type's own and should be the field's usual one: tensors as they lie in memory, images `[height, width,
/// channels]`, masks `[height, width]`, latents `[batch, channels, height, width]`, audio `[channels, samples, rate]`, video
/// `[frames, height, width, channels]`.
///
/// ```
/// use lightflow_runtime::shape::{Shaped, Sizes};
///
/// struct Mask {
///     width: u32,
///     height: u32,
/// }
///
/// impl Shaped for Mask {
///     fn sizes(&self) -> Sizes {
///         vec![self.height.into(), self.width.into()]
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no shape",
    label = "no tensor, image or the like",
    note = "implement `lightflow::shape::Shaped` for it, or leave it out of `shape(..)`"
)]
pub trait Shaped {
    #[doc(hidden)]
    const SHAPED: () = ();

    /// The size of each axis, the outermost first.
    fn sizes(&self) -> Sizes;

    /// The sizes of each value in it: lists hold several.
    #[doc(hidden)]
    fn each(&self) -> Vec<Sizes> {
        vec![self.sizes()]
    }
}

#[diagnostic::do_not_recommend]
impl<T: Shaped> Shaped for &T {
    fn sizes(&self) -> Sizes {
        (**self).sizes()
    }
}

/// A list has no shape of its own: a contract speaks of each of its items.
#[diagnostic::do_not_recommend]
impl<T: Shaped> Shaped for Vec<T> {
    fn sizes(&self) -> Sizes {
        Sizes::new()
    }

    fn each(&self) -> Vec<Sizes> {
        self.iter().flat_map(Shaped::each).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Shaped> Shaped for Option<T> {
    fn sizes(&self) -> Sizes {
        Sizes::new()
    }

    fn each(&self) -> Vec<Sizes> {
        self.iter().flat_map(Shaped::each).collect()
    }
}

const NOTHING: Contract = Contract { axes: &[], ports: &[], outputs: &[], conditions: &[] };

/// A contract while one call of its node runs.
#[derive(Debug)]
pub struct Holding {
    pub(super) contract: &'static Contract,
    node: &'static str,
    axes: [Option<i64>; AXES],
    leading: Option<Sizes>,
    inputs: Vec<(&'static str, Vec<Sizes>)>,
}

impl Holding {
    /// Nothing is known of the axes yet.
    pub fn new(node: &'static NodeSpec) -> Self {
        Self::of(node.contract.as_ref().unwrap_or(&NOTHING), node.name)
    }

    pub(super) fn of(contract: &'static Contract, name: &'static str) -> Self {
        Self { contract, node: name, axes: [None; AXES], leading: None, inputs: Vec::new() }
    }

    /// Takes in the value of a port that is an axis.
    pub fn value(&mut self, port: &str, value: i64) {
        if let Some(PortContract { form: Form::Value(axis), .. }) = port_of(self.contract.ports, port) {
            self.axes[*axis as usize] = Some(value);
        }
    }

    /// Takes in the sizes of a port.
    pub fn input(&mut self, port: &'static str, each: Vec<Sizes>) {
        if let Some(PortContract { form: Form::Shape(pattern), .. }) = port_of(self.contract.ports, port) {
            each.iter().for_each(|sizes| self.bind(pattern, sizes));
        }
        self.inputs.push((port, each));
    }

    fn bind(&mut self, pattern: &Pattern, sizes: &[u64]) {
        let Some(before) = sizes.len().checked_sub(pattern.rank) else { return };
        if pattern.leading {
            self.leading.get_or_insert_with(|| sizes[..before].to_vec());
        }
        for (extent, size) in pattern.extents[..pattern.rank].iter().zip(&sizes[before..]) {
            let (Extent::Is(expression) | Extent::OneOr(expression)) = extent else { continue };
            let plain = expression.count == 1 && expression.terms[0].1 == 1 && expression.divisor == 1;
            if !plain || (matches!(extent, Extent::OneOr(_)) && *size == 1) {
                continue;
            }
            let axis = &mut self.axes[expression.terms[0].0 as usize];
            axis.get_or_insert(*size as i64 - expression.constant);
        }
    }

    /// Whether the inputs fit.
    ///
    /// # Errors
    /// Names each input that does not fit, with both shapes.
    pub fn check(&self) -> Result<(), NodeError> {
        let mut wrong = Vec::new();
        for (port, sizes) in self.inputs.iter().flat_map(|(port, each)| each.iter().map(move |it| (port, it)))
        {
            if let Some(PortContract { form: Form::Shape(pattern), .. }) = port_of(self.contract.ports, port)
                && !self.fits(pattern, sizes)
            {
                wrong.push(format!("`{port}` is {sizes:?}, and the port is {}", self.written(pattern)));
            }
        }
        for condition in self.contract.conditions {
            if self.holds(&condition.left, &condition.test) == Known::False {
                wrong.push(format!("it wants {}", condition.text));
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ").into()) }
    }

    /// Whether an output is what the contract says; an empty name is the only output.
    ///
    /// # Errors
    /// Names the node that does not keep its contract, with both shapes.
    pub fn output(&self, name: &str, each: Vec<Sizes>) -> Result<(), NodeError> {
        let Some(PortContract { form: Form::Shape(pattern), .. }) = port_of(self.contract.outputs, name)
        else {
            return Ok(());
        };
        match each.iter().find(|sizes| !self.fits(pattern, sizes)) {
            Some(sizes) => {
                let (node, wanted) = (self.node, self.written(pattern));
                let which = if name.is_empty() { String::new() } else { format!(" as `{name}`") };
                Err(format!(
                    "`{node}` does not keep its contract: it gave {sizes:?}{which}, and says {wanted}"
                )
                .into())
            }
            None => Ok(()),
        }
    }

    fn fits(&self, pattern: &Pattern, sizes: &[u64]) -> bool {
        let Some(before) = sizes.len().checked_sub(pattern.rank) else { return false };
        let leading_fits = match (&self.leading, pattern.leading) {
            (_, false) => before == 0,
            (Some(leading), true) => leading[..] == sizes[..before],
            (None, true) => true,
        };
        let fits = |extent: &Extent, size: i64| match extent {
            Extent::Any => true,
            Extent::Is(expression) => self.value_of(expression).is_none_or(|value| value == Some(size)),
            Extent::OneOr(expression) => {
                size == 1
                    || self.value_of(expression).is_none_or(|value| value == Some(size) || value == Some(1))
            }
            Extent::Floor { of, by, plus } => match (self.value_of(of), self.value_of(plus)) {
                (Some(Some(of)), Some(Some(plus))) => of.div_euclid(*by) + plus == size,
                _ => true,
            },
        };
        leading_fits
            && pattern.extents[..pattern.rank]
                .iter()
                .zip(&sizes[before..])
                .all(|(extent, size)| fits(extent, *size as i64))
    }

    /// The value of an expression: nothing if an axis is not known, and no number if it is a fraction.
    fn value_of(&self, expression: &Linear) -> Option<Option<i64>> {
        Some(self.put_in(expression)?.value())
    }

    fn put_in(&self, expression: &Linear) -> Option<Linear> {
        let axes = self.axes.map(|axis| axis.map(Linear::number));
        expression.with(&axes)
    }

    pub(super) fn holds(&self, left: &Linear, test: &Test) -> Known {
        let (Some(left), right) = (self.put_in(left), |right: &Linear| self.put_in(right)) else {
            return Known::Later;
        };
        match test {
            Test::MultipleOf(number) => left.is_multiple_of(*number),
            Test::Equals(other) => right(other).map_or(Known::Later, |right| left.equals(&right)),
            Test::AtLeast(other) => right(other).map_or(Known::Later, |right| left.is_at_least(&right)),
            Test::AtMost(other) => right(other).map_or(Known::Later, |right| right.is_at_least(&left)),
        }
    }

    /// `[1, 4, 64, 64]`, with numbers for what is known.
    fn written(&self, pattern: &Pattern) -> String {
        let mut text = super::text::Text::new();
        text.form(&Form::Shape(*pattern), self.contract.axes);
        text.as_str().to_owned()
    }
}

fn port_of<'a>(ports: &'a [PortContract], name: &str) -> Option<&'a PortContract> {
    ports.iter().find(|port| port.name == name)
}
