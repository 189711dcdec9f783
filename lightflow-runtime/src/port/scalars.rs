//! Numbers, `bool`, `char` and the unit value as ports.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::{CodecError, Port, Reader, Writer};

macro_rules! integers {
    ($($ty:ident as $wide:ident)*) => {$(
        impl Port for $ty {
            fn name() -> Cow<'static, str> {
                stringify!($ty).into()
            }

            fn schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "integer", "minimum": <$ty>::MIN, "maximum": <$ty>::MAX })
            }

            fn to_json(&self) -> Result<Value, CodecError> {
                Ok(Value::from(*self))
            }

            fn from_json(value: Value) -> Result<Self, CodecError> {
                value
                    .as_u64()
                    .and_then(|number| <$ty>::try_from(number).ok())
                    .or_else(|| value.as_i64().and_then(|number| <$ty>::try_from(number).ok()))
                    .ok_or_else(|| {
                        let wanted = format!("a whole number from {} to {}", <$ty>::MIN, <$ty>::MAX);
                        CodecError::expected(wanted, &value)
                    })
            }

            fn write(&self, out: &mut Writer<'_>) -> Result<(), CodecError> {
                out.raw(&(*self as i128 as $wide).to_le_bytes());
                Ok(())
            }

            fn read(input: &mut Reader) -> Result<Self, CodecError> {
                let wide = <$wide>::from_le_bytes(input.array()?);
                Self::try_from(wide).map_err(|_| CodecError::new(format!("{wide} is out of range")))
            }
        }
    )*};
}

// Machine words are as wide on every machine.
integers!(u8 as u8 u16 as u16 u32 as u32 u64 as u64 usize as u64 i8 as i8 i16 as i16 i32 as i32 i64 as i64 isize as i64);

macro_rules! floats {
    ($($ty:ident)*) => {$(
        impl Port for $ty {
            fn name() -> Cow<'static, str> {
                stringify!($ty).into()
            }

            fn schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "number" })
            }

            fn to_json(&self) -> Result<Value, CodecError> {
                serde_json::Number::from_f64(shortest(*self))
                    .map(Value::Number)
                    .ok_or_else(|| CodecError::new(format!("{self} has no JSON form: the number must be finite")))
            }

            fn from_json(value: Value) -> Result<Self, CodecError> {
                // Narrowing is what a user means by `0.1` for an `f32`; overflow to infinity is not.
                match value.as_f64().map(|number| number as $ty) {
                    Some(number) if number.is_finite() => Ok(number),
                    _ => Err(CodecError::expected("a number", &value)),
                }
            }

            fn write(&self, out: &mut Writer<'_>) -> Result<(), CodecError> {
                out.raw(&self.to_le_bytes());
                Ok(())
            }

            fn read(input: &mut Reader) -> Result<Self, CodecError> {
                Ok(Self::from_le_bytes(input.array()?))
            }
        }
    )*};
}

floats!(f32 f64);

/// The `f64` whose shortest decimal form is that of the given float: `0.1f32` is written `0.1`.
fn shortest(number: impl std::fmt::Display) -> f64 {
    number.to_string().parse().unwrap_or(f64::NAN)
}

impl Port for bool {
    fn name() -> Cow<'static, str> {
        "bool".into()
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        bool::json_schema(generator)
    }

    fn to_json(&self) -> Result<Value, CodecError> {
        Ok(Value::Bool(*self))
    }

    fn from_json(value: Value) -> Result<Self, CodecError> {
        value.as_bool().ok_or_else(|| CodecError::expected("true or false", &value))
    }
}

impl Port for char {
    fn name() -> Cow<'static, str> {
        "char".into()
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        char::json_schema(generator)
    }

    fn to_json(&self) -> Result<Value, CodecError> {
        Ok(Value::String(self.to_string()))
    }

    fn from_json(value: Value) -> Result<Self, CodecError> {
        let mut letters = value.as_str().unwrap_or_default().chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => Ok(letter),
            _ => Err(CodecError::expected("a text of one character", &value)),
        }
    }
}

impl Port for () {
    fn name() -> Cow<'static, str> {
        "nothing".into()
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "null" })
    }

    fn to_json(&self) -> Result<Value, CodecError> {
        Ok(Value::Null)
    }

    fn from_json(value: Value) -> Result<Self, CodecError> {
        if value.is_null() { Ok(()) } else { Err(CodecError::expected("null", &value)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_integer_keeps_every_bit_through_json() {
        assert_eq!(u64::from_json(u64::MAX.to_json().unwrap()), Ok(u64::MAX));
        assert_eq!(i64::from_json(i64::MIN.to_json().unwrap()), Ok(i64::MIN));
    }

    #[test]
    fn a_number_outside_its_type_names_the_bounds() {
        let error = u8::from_json(json!(256)).unwrap_err();
        assert_eq!(error.to_string(), "expected a whole number from 0 to 255, found 256");
        assert!(u32::from_json(json!(-1)).is_err());
        assert!(u32::from_json(json!(1.5)).is_err());
    }

    #[test]
    fn a_float_is_written_as_it_is_read() {
        assert_eq!(0.1f32.to_json().unwrap().to_string(), "0.1");
        assert!(f64::NAN.to_json().is_err());
        assert!(f32::from_json(json!(1e300)).is_err(), "no silent infinity");
    }
}
