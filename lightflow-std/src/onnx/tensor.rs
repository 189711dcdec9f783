//! Numbers in a box.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use lightflow::Port;
use lightflow::port::{CodecError, Reader, Writer};
use lightflow::shape::{Shaped, Sizes};
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::TensorError;

/// The most axes that a tensor has.
const MOST_AXES: usize = 16;

/// Numbers with a shape, the last axis running fastest. Cloning one shares its numbers.
///
/// As JSON, it is `{"shape": [1, 2], "type": "f32", "data": [0.5, 1.0]}`; numbers that are not finite have no such form.
#[derive(Clone, PartialEq)]
pub struct Tensor {
    shape: Arc<[usize]>,
    data: TensorData,
}

/// The numbers of a tensor.
#[derive(Clone, Debug, PartialEq)]
pub enum TensorData {
    /// Of single precision.
    F32(Arc<[f32]>),
    /// Whole ones.
    I64(Arc<[i64]>),
}

impl TensorData {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::F32(numbers) => numbers.len(),
            Self::I64(numbers) => numbers.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// `f32` or `i64`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::F32(_) => "f32",
            Self::I64(_) => "i64",
        }
    }
}

impl Tensor {
    /// Numbers of single precision.
    ///
    /// # Errors
    /// When the shape asks for another count of numbers.
    pub fn f32(shape: &[usize], numbers: impl Into<Arc<[f32]>>) -> Result<Self, TensorError> {
        Self::new(shape, TensorData::F32(numbers.into()))
    }

    /// Whole numbers.
    ///
    /// # Errors
    /// When the shape asks for another count of numbers.
    pub fn i64(shape: &[usize], numbers: impl Into<Arc<[i64]>>) -> Result<Self, TensorError> {
        Self::new(shape, TensorData::I64(numbers.into()))
    }

    /// Numbers of either kind.
    ///
    /// # Errors
    /// When the shape asks for another count of numbers.
    pub fn new(shape: &[usize], data: TensorData) -> Result<Self, TensorError> {
        if shape.len() > MOST_AXES {
            return Err(TensorError::Rank { found: shape.len(), most: MOST_AXES });
        }
        let expected = shape.iter().try_fold(1_usize, |count, size| count.checked_mul(*size));
        if expected != Some(data.len()) {
            let expected =
                expected.map_or_else(|| "more than fit into memory".into(), |count| count.to_string());
            return Err(TensorError::Length { shape: shape.to_vec(), expected, found: data.len() });
        }
        Ok(Self { shape: shape.into(), data })
    }

    /// How long each axis is.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The numbers.
    pub fn data(&self) -> &TensorData {
        &self.data
    }

    /// The numbers, if they are of single precision.
    pub fn as_f32(&self) -> Option<&[f32]> {
        if let TensorData::F32(numbers) = &self.data { Some(numbers) } else { None }
    }

    /// The numbers, if they are whole.
    pub fn as_i64(&self) -> Option<&[i64]> {
        if let TensorData::I64(numbers) = &self.data { Some(numbers) } else { None }
    }

    /// `f32 [1, 3, 224, 224]`
    pub(super) fn described(&self) -> String {
        format!("{} {:?}", self.data.kind(), self.shape)
    }

    /// One byte for the kind, one for the count of axes, then sizes and numbers, all in little-endian order.
    fn to_bytes(&self) -> Vec<u8> {
        let kind = u8::from(matches!(self.data, TensorData::I64(_)));
        let mut bytes = vec![kind, self.shape.len() as u8];
        bytes.extend(self.shape.iter().flat_map(|size| (*size as u64).to_le_bytes()));
        match &self.data {
            TensorData::F32(numbers) => bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes())),
            TensorData::I64(numbers) => bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes())),
        }
        bytes
    }

    /// Reads what was written for a store.
    ///
    /// # Errors
    /// When the bytes are no tensor.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TensorError> {
        let [kind, axes, rest @ ..] = bytes else { return Err(TensorError::Bytes("they end early")) };
        let sizes =
            rest.get(..usize::from(*axes) * 8).ok_or(TensorError::Bytes("they end within the shape"))?;
        let numbers = &rest[sizes.len()..];
        let sizes = sizes.as_chunks::<8>().0.iter().map(|size| usize::try_from(u64::from_le_bytes(*size)));
        let shape: Vec<usize> =
            sizes.collect::<Result<_, _>>().map_err(|_| TensorError::Bytes("an axis is too long"))?;
        let split = TensorError::Bytes("they end within a number");
        let data = match kind {
            0 => match numbers.as_chunks::<4>() {
                (numbers, []) => {
                    TensorData::F32(numbers.iter().map(|number| f32::from_le_bytes(*number)).collect())
                }
                _ => return Err(split),
            },
            1 => match numbers.as_chunks::<8>() {
                (numbers, []) => {
                    TensorData::I64(numbers.iter().map(|number| i64::from_le_bytes(*number)).collect())
                }
                _ => return Err(split),
            },
            _ => return Err(TensorError::Bytes("they are of no known kind")),
        };
        Self::new(&shape, data)
    }
}

impl fmt::Debug for Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tensor({})", self.described())
    }
}

impl Shaped for Tensor {
    fn sizes(&self) -> Sizes {
        self.shape.iter().map(|size| *size as u64).collect()
    }
}

fn refused(error: TensorError) -> CodecError {
    CodecError::new(error.to_string())
}

impl Port for Tensor {
    const LAYOUT: u64 = 1;

    fn name() -> Cow<'static, str> {
        "Tensor".into()
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "Tensor",
            "type": "object",
            "properties": {
                "shape": { "type": "array", "items": { "type": "integer", "minimum": 0 }, "maxItems": MOST_AXES },
                "type": { "enum": ["f32", "i64"] },
                "data": { "type": "array", "items": { "type": "number" } },
            },
            "required": ["shape", "type", "data"],
            "additionalProperties": false,
        })
    }

    fn to_json(&self) -> Result<Value, CodecError> {
        let data = match &self.data {
            TensorData::F32(numbers) => numbers.to_vec().to_json(),
            TensorData::I64(numbers) => numbers.to_vec().to_json(),
        };
        Ok(
            json!({ "shape": &*self.shape, "type": self.data.kind(), "data": data.map_err(|error| error.at(".data"))? }),
        )
    }

    fn from_json(value: Value) -> Result<Self, CodecError> {
        let Value::Object(mut fields) = value else { return Err(CodecError::expected("a tensor", &value)) };
        let mut take = |name: &str| {
            fields.remove(name).ok_or_else(|| CodecError::new(format!("a tensor without `{name}`")))
        };
        let (shape, kind, data) = (take("shape")?, take("type")?, take("data")?);
        if let Some((name, _)) = fields.iter().next() {
            return Err(CodecError::new(format!("a tensor has no `{name}`")));
        }
        let shape = Vec::<usize>::from_json(shape).map_err(|error| error.at(".shape"))?;
        let at_data = |error: CodecError| error.at(".data");
        let data = match kind.as_str() {
            Some("f32") => TensorData::F32(Vec::from_json(data).map_err(at_data)?.into()),
            Some("i64") => TensorData::I64(Vec::from_json(data).map_err(at_data)?.into()),
            _ => return Err(CodecError::expected("`f32` or `i64`", &kind).at(".type")),
        };
        Self::new(&shape, data).map_err(refused)
    }

    fn write(&self, out: &mut Writer<'_>) -> Result<(), CodecError> {
        out.blob(&self.to_bytes());
        Ok(())
    }

    fn read(input: &mut Reader) -> Result<Self, CodecError> {
        Self::from_bytes(&input.blob()?).map_err(refused)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn shape_and_numbers_belong_together() {
        let error = Tensor::f32(&[2, 3], vec![0.0; 5]).unwrap_err();
        assert_eq!(error.to_string(), "a tensor of shape [2, 3] has 6 numbers, but 5 are given");
        assert!(Tensor::f32(&[usize::MAX, usize::MAX], vec![]).is_err());
        assert!(Tensor::f32(&[1; 17], vec![0.0]).is_err());
        assert!(Tensor::i64(&[], vec![7]).is_ok(), "a single number has no axes");
        assert!(Tensor::i64(&[0, 4], vec![]).is_ok());
    }

    #[test]
    fn as_json_it_says_shape_and_kind() {
        let tensor = Tensor::i64(&[1, 2], vec![3, -4]).unwrap();
        let json = json!({ "shape": [1, 2], "type": "i64", "data": [3, -4] });
        assert_eq!(tensor.to_json().unwrap(), json);
        assert_eq!(Tensor::from_json(json).unwrap(), tensor);
        for wrong in [
            json!([1]),
            json!({ "shape": [1], "type": "u8", "data": [1] }),
            json!({ "shape": [2], "type": "f32", "data": [1] }),
            json!({ "shape": [1], "type": "i64", "data": [0.5] }),
            json!({ "shape": [1], "type": "i64", "data": [0], "name": "x" }),
            json!({ "shape": [1], "type": "i64" }),
        ] {
            assert!(Tensor::from_json(wrong.clone()).is_err(), "{wrong}");
        }
        assert!(Tensor::f32(&[1], vec![f32::NAN]).unwrap().to_json().is_err());
    }

    proptest! {
        #[test]
        fn bytes_are_read_back_bit_for_bit(numbers in prop::collection::vec(any::<i64>(), 0..30)) {
            let whole = Tensor::i64(&[numbers.len(), 1], numbers.clone()).unwrap();
            prop_assert_eq!(Tensor::from_bytes(&whole.to_bytes()).unwrap(), whole);
            let single: Vec<f32> = numbers.iter().map(|number| f32::from_bits(*number as u32)).collect();
            let single = Tensor::f32(&[1, numbers.len()], single).unwrap();
            let again = Tensor::from_bytes(&single.to_bytes()).unwrap();
            prop_assert_eq!(again.to_bytes(), single.to_bytes());
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Tensor::from_bytes(&bytes);
        }
    }
}
