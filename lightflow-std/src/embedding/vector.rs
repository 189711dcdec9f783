//! The value that stands for a text.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use lightflow::Port;
use lightflow::port::{CodecError, Reader, Writer};
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::CompareError;

/// A text as a point in the space of a model: texts that mean the same lie in the same direction.
///
/// As JSON, it is a list of numbers. It is never empty and all numbers are finite; those of
/// [`embed_texts`](fn@super::embed_texts::embed_texts) have the Euclidean length 1. Cloning one shares its numbers.
#[derive(Clone, PartialEq)]
pub struct Embedding(Arc<[f32]>);

impl Embedding {
    /// The most numbers of one embedding.
    pub const MOST: usize = 65_536;

    /// An embedding of these numbers.
    ///
    /// # Errors
    /// When there are none, more than [`MOST`](Self::MOST), or one is not finite.
    pub fn new(numbers: impl Into<Arc<[f32]>>) -> Result<Self, CompareError> {
        let numbers = numbers.into();
        if numbers.is_empty() || numbers.len() > Self::MOST {
            return Err(CompareError::Length { found: numbers.len(), most: Self::MOST });
        }
        match numbers.iter().position(|number| !number.is_finite()) {
            Some(index) => Err(CompareError::NotFinite(index)),
            None => Ok(Self(numbers)),
        }
    }

    /// The numbers.
    pub fn numbers(&self) -> &[f32] {
        &self.0
    }

    /// Cosine of the angle to another of the same length, from -1 to 1. It is 0 where one of them is all zeros.
    ///
    /// Sums are kept in double precision, so that long vectors lose nothing.
    pub(super) fn cosine(&self, other: &Self) -> f32 {
        let (mut dot, mut own, mut others) = (0.0, 0.0, 0.0);
        for (left, right) in self.0.iter().zip(&*other.0) {
            let (left, right) = (f64::from(*left), f64::from(*right));
            dot += left * right;
            own += left * left;
            others += right * right;
        }
        let lengths = own.sqrt() * others.sqrt();
        if lengths > 0.0 { (dot / lengths).clamp(-1.0, 1.0) as f32 } else { 0.0 }
    }
}

impl fmt::Debug for Embedding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Embedding({} numbers)", self.0.len())
    }
}

impl Port for Embedding {
    const LAYOUT: u64 = 1;

    fn name() -> Cow<'static, str> {
        "Embedding".into()
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "Embedding",
            "type": "array",
            "items": { "type": "number", "format": "float" },
            "minItems": 1,
            "maxItems": Self::MOST,
        })
    }

    fn to_json(&self) -> Result<Value, CodecError> {
        self.0.to_vec().to_json()
    }

    fn from_json(value: Value) -> Result<Self, CodecError> {
        let numbers = Vec::<f32>::from_json(value)?;
        Self::new(numbers).map_err(|error| CodecError::new(error.to_string()))
    }

    fn write(&self, out: &mut Writer<'_>) -> Result<(), CodecError> {
        let bytes: Vec<u8> = self.0.iter().flat_map(|number| number.to_le_bytes()).collect();
        out.blob(&bytes);
        Ok(())
    }

    fn read(input: &mut Reader) -> Result<Self, CodecError> {
        let bytes = input.blob()?;
        let (numbers, rest) = bytes.as_chunks::<4>();
        if !rest.is_empty() {
            return Err(CodecError::new("an embedding is a whole number of 4-byte numbers"));
        }
        let numbers: Vec<f32> = numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        Self::new(numbers).map_err(|error| CodecError::new(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn an_embedding_has_finite_numbers() {
        assert_eq!(Embedding::new([]), Err(CompareError::Length { found: 0, most: 65_536 }));
        assert_eq!(Embedding::new([1.0, f32::NAN]), Err(CompareError::NotFinite(1)));
        assert!(Embedding::new(vec![0.0; Embedding::MOST + 1]).is_err());
    }

    #[test]
    fn as_json_it_is_a_list_of_numbers() {
        let embedding = Embedding::new([0.5, -2.0]).unwrap();
        assert_eq!(embedding.to_json().unwrap(), json!([0.5, -2.0]));
        assert_eq!(Embedding::from_json(json!([0.5, -2.0])).unwrap(), embedding);
        assert!(Embedding::from_json(json!([])).is_err());
        assert!(Embedding::from_json(json!("0.5")).is_err());
    }

    proptest! {
        #[test]
        fn written_numbers_are_read_back_bit_for_bit(numbers in prop::collection::vec(-1e9_f32..1e9, 1..40)) {
            let embedding = Embedding::new(numbers).unwrap();
            let mut writer = Writer::new();
            embedding.write(&mut writer).unwrap();
            let read = Embedding::read(&mut Reader::new(writer.into_bytes().into())).unwrap();
            prop_assert_eq!(&read, &embedding);
            prop_assert_eq!(Embedding::from_json(embedding.to_json().unwrap()).unwrap(), embedding);
        }
    }
}
