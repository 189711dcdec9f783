//! Tuples of ports: several outputs of one node.

use std::borrow::Cow;

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::{CodecError, Port, Reader, Storage, Writer, layout};
use crate::spec::OutputSpec;

macro_rules! tuple {
    ($count:literal: $($ty:ident $index:tt),+) => {
        #[diagnostic::do_not_recommend]
        impl<$($ty: Port),+> Port for ($($ty,)+) {
            const STORAGE: Storage = Storage::of_parts(&[$($ty::STORAGE),+]);

            const LAYOUT: u64 = layout(&[3, $($ty::LAYOUT),+]);
            const NAMES_FILES: bool = $($ty::NAMES_FILES)||+;

            const OUTPUTS: &'static [OutputSpec] =
                &[$(OutputSpec { name: stringify!($index), ty: $ty::TYPE }),+];

            fn name() -> Cow<'static, str> {
                let names = [$($ty::name()),+];
                format!("({})", names.join(", ")).into()
            }

            fn schema(generator: &mut SchemaGenerator) -> Schema {
                json_schema!({
                    "type": "array",
                    "prefixItems": [$($ty::schema(generator)),+],
                    "minItems": $count,
                    "maxItems": $count,
                })
            }

            fn to_json(&self) -> Result<Value, CodecError> {
                Ok(Value::Array(vec![$(self.$index.to_json().map_err(|error| error.at(concat!("[", $index, "]")))?),+]))
            }

            fn from_json(value: Value) -> Result<Self, CodecError> {
                match value {
                    Value::Array(items) if items.len() == $count => {
                        let mut items = items.into_iter();
                        Ok(($(
                            $ty::from_json(items.next().unwrap_or_default())
                                .map_err(|error| error.at(concat!("[", $index, "]")))?,
                        )+))
                    }
                    other => Err(CodecError::expected(concat!("a list of ", $count, " items"), &other)),
                }
            }

            fn write(&self, out: &mut Writer<'_>) -> Result<(), CodecError> {
                $(self.$index.write(out).map_err(|error| error.at(concat!("[", $index, "]")))?;)+
                Ok(())
            }

            fn read(input: &mut Reader) -> Result<Self, CodecError> {
                Ok(($($ty::read(input).map_err(|error| error.at(concat!("[", $index, "]")))?,)+))
            }
        }
    };
}

tuple!(1: A 0);
tuple!(2: A 0, B 1);
tuple!(3: A 0, B 1, C 2);
tuple!(4: A 0, B 1, C 2, D 3);
tuple!(5: A 0, B 1, C 2, D 3, E 4);
tuple!(6: A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(7: A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(9: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(10: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple!(11: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuple!(12: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_tuple_is_a_list_of_fixed_length() {
        let pair: (String, u32) = Port::from_json(json!(["a", 2])).unwrap();
        assert_eq!(pair.to_json().unwrap(), json!(["a", 2]));
        assert!(<(String, u32)>::from_json(json!(["a"])).is_err());
        assert_eq!(<(String, u32)>::name(), "(text, u32)");
    }
}
