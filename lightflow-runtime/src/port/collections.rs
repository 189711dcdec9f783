//! Lists and optional values as ports.

use std::borrow::Cow;

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::{CodecError, Port, Reader, Storage, Writer, layout};

impl<T: Port> Port for Vec<T> {
    const STORAGE: Storage = Storage::of_parts(&[T::STORAGE]);
    const LAYOUT: u64 = layout(&[1, T::LAYOUT]);
    const NAMES_FILES: bool = T::NAMES_FILES;

    fn write(&self, out: &mut Writer<'_>) -> Result<(), CodecError> {
        T::CODEC.write_list(self, out)
    }

    fn read(input: &mut Reader) -> Result<Self, CodecError> {
        // What takes no bytes at all may be there any number of times.
        let count = input.count(usize::from(size_of::<T>() > 0))?;
        let mut items = Self::new();
        for index in 0..count {
            items.push(T::read(input).map_err(|error| error.at(format!("[{index}]")))?);
        }
        Ok(items)
    }

    fn name() -> Cow<'static, str> {
        format!("list of {}", T::name()).into()
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": T::schema(generator) })
    }

    fn to_json(&self) -> Result<Value, CodecError> {
        let items = self.iter().enumerate();
        let items = items.map(|(index, item)| item.to_json().map_err(|error| error.at(format!("[{index}]"))));
        items.collect::<Result<_, _>>().map(Value::Array)
    }

    fn from_json(value: Value) -> Result<Self, CodecError> {
        let Value::Array(items) = value else {
            return Err(CodecError::expected(format!("a {}", Self::name()), &value));
        };
        let items = items.into_iter().enumerate();
        items
            .map(|(index, item)| T::from_json(item).map_err(|error| error.at(format!("[{index}]"))))
            .collect()
    }
}

impl<T: Port> Port for Option<T> {
    const STORAGE: Storage = Storage::of_parts(&[T::STORAGE]);
    const LAYOUT: u64 = layout(&[2, T::LAYOUT]);
    const NAMES_FILES: bool = T::NAMES_FILES;

    fn write(&self, out: &mut Writer<'_>) -> Result<(), CodecError> {
        out.raw(&[u8::from(self.is_some())]);
        self.as_ref().map_or(Ok(()), |value| value.write(out))
    }

    fn read(input: &mut Reader) -> Result<Self, CodecError> {
        match input.array()? {
            [0] => Ok(None),
            [1] => T::read(input).map(Some),
            [other] => {
                Err(CodecError::new(format!("{other} says neither that a value is there nor that it is not")))
            }
        }
    }

    fn name() -> Cow<'static, str> {
        format!("optional {}", T::name()).into()
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [T::schema(generator), { "type": "null" }] })
    }

    fn to_json(&self) -> Result<Value, CodecError> {
        self.as_ref().map_or(Ok(Value::Null), T::to_json)
    }

    fn from_json(value: Value) -> Result<Self, CodecError> {
        if value.is_null() { Ok(None) } else { T::from_json(value).map(Some) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_mistake_deep_in_a_list_is_named_by_its_place() {
        let error = Vec::<Vec<u8>>::from_json(json!([[1], [2, "x"]])).unwrap_err();
        assert_eq!(error.to_string(), "at [1][1]: expected a whole number from 0 to 255, found \"x\"");
    }

    #[test]
    fn null_is_an_absent_optional_value() {
        assert_eq!(Option::<u32>::from_json(json!(null)), Ok(None));
        assert_eq!(Option::<u32>::from_json(json!(3)), Ok(Some(3)));
    }
}
