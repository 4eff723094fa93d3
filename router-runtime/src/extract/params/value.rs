//! The deserializer of one parameter.

use super::{
    cursor::{Param, Raw, Rest},
    name::{Name, Variant},
};
use crate::{matching::percent, rejection::PathRejection};
use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, SeqAccess, Visitor},
};
use std::{any::type_name, borrow::Cow, str::FromStr};

/// The position of a value in the deserialized type, for error messages.
#[derive(Clone, Copy, Debug)]
pub(super) enum ValuePosition {
    Alone,
    Key,
    Index(usize),
}

#[derive(Debug)]
pub(super) struct Value<'p> {
    pub(super) param: Param<'p>,
    pub(super) place: ValuePosition,
}

impl<'p> Value<'p> {
    fn text<T>(&self) -> Result<Cow<'p, str>, PathRejection> {
        let key = self.param.name;
        match self.param.raw {
            Raw::One(raw) => percent::decode(raw).ok_or(PathRejection::InvalidEncoding { key }),
            Raw::Many(_) => Err(PathRejection::CatchAllAsValue {
                key,
                expected_type: type_name::<T>(),
            }),
        }
    }

    fn parse<T: FromStr>(&self, expected_type: &'static str) -> Result<T, PathRejection> {
        let text = self.text::<T>()?;
        text.parse().map_err(|_| {
            let value = text.into_owned();
            match self.place {
                ValuePosition::Alone => PathRejection::ParseError {
                    value,
                    expected_type,
                },
                ValuePosition::Key => PathRejection::ParseErrorAtKey {
                    key: self.param.name,
                    value,
                    expected_type,
                },
                ValuePosition::Index(index) => PathRejection::ParseErrorAtIndex {
                    index,
                    value,
                    expected_type,
                },
            }
        })
    }

    fn with_value(&self, error: PathRejection) -> PathRejection {
        match error {
            PathRejection::Message(message) => PathRejection::DeserializeError {
                key: self.param.name,
                value: self.text::<()>().unwrap_or_default().into_owned(),
                message,
            },
            error => error,
        }
    }
}

fn unsupported<T>() -> Result<T, PathRejection> {
    Err(PathRejection::UnsupportedType {
        name: type_name::<T>(),
    })
}

macro_rules! parsed {
    ($($deserialize:ident $visit:ident $name:literal)*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathRejection> {
            visitor.$visit(self.parse($name)?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = PathRejection;

    parsed! {
        deserialize_bool visit_bool "bool"
        deserialize_i8 visit_i8 "i8"
        deserialize_i16 visit_i16 "i16"
        deserialize_i32 visit_i32 "i32"
        deserialize_i64 visit_i64 "i64"
        deserialize_i128 visit_i128 "i128"
        deserialize_u8 visit_u8 "u8"
        deserialize_u16 visit_u16 "u16"
        deserialize_u32 visit_u32 "u32"
        deserialize_u64 visit_u64 "u64"
        deserialize_u128 visit_u128 "u128"
        deserialize_f32 visit_f32 "f32"
        deserialize_f64 visit_f64 "f64"
        deserialize_char visit_char "char"
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathRejection> {
        match self.param.raw {
            Raw::One(_) => self.deserialize_str(visitor),
            Raw::Many(_) => self.deserialize_seq(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathRejection> {
        let visited = match self.text::<V::Value>()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        };
        visited.map_err(|error| self.with_value(error))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathRejection> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathRejection> {
        let visited = match self.text::<V::Value>()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_bytes(text.as_bytes()),
            Cow::Owned(text) => visitor.visit_byte_buf(text.into_bytes()),
        };
        visited.map_err(|error| self.with_value(error))
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathRejection> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathRejection> {
        match &self.param.raw {
            Raw::Many(rest) if rest.is_empty() => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    units_and_newtypes!();

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathRejection> {
        match self.param.raw {
            Raw::Many(rest) => visitor.visit_seq(Segments::new(self.param.name, rest)),
            Raw::One(_) => unsupported(),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, PathRejection> {
        let key = self.param.name;
        match self.param.raw {
            Raw::Many(rest) => {
                let got = rest.clone().count();
                if got != len {
                    let expected = len;
                    return Err(PathRejection::WrongNumberOfSegments { key, got, expected });
                }
                visitor.visit_seq(Segments::new(key, rest))
            }
            Raw::One(_) if len == 2 => match self.place {
                ValuePosition::Index(_) => visitor.visit_seq(Pair::new(self.param)),
                ValuePosition::Key | ValuePosition::Alone => {
                    Err(PathRejection::custom("array types are not supported"))
                }
            },
            Raw::One(_) => unsupported(),
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, PathRejection> {
        match self.param.raw {
            Raw::Many(_) => self.deserialize_tuple(len, visitor),
            Raw::One(_) => unsupported(),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, PathRejection> {
        unsupported()
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, PathRejection> {
        unsupported()
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, PathRejection> {
        let variant = self.text::<V::Value>()?;
        visitor.visit_enum(Variant(variant))
    }

    fn deserialize_identifier<V: Visitor<'de>>(
        self,
        _visitor: V,
    ) -> Result<V::Value, PathRejection> {
        unsupported()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, PathRejection> {
        visitor.visit_unit()
    }
}

/// The segments of one catch-all, as a sequence.
struct Segments<'p> {
    name: &'static str,
    rest: Rest<'p>,
    index: usize,
}

impl<'p> Segments<'p> {
    fn new(name: &'static str, rest: Rest<'p>) -> Self {
        Self {
            name,
            rest,
            index: 0,
        }
    }
}

impl<'de> SeqAccess<'de> for Segments<'de> {
    type Error = PathRejection;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, PathRejection> {
        let Some(raw) = self.rest.next() else {
            return Ok(None);
        };
        let place = ValuePosition::Index(self.index);
        self.index += 1;
        let param = Param {
            name: self.name,
            raw: Raw::One(raw),
        };
        seed.deserialize(Value { param, place }).map(Some)
    }
}

/// The name and the value of a parameter, as a sequence.
struct Pair<'p> {
    name: Option<&'static str>,
    value: Option<Param<'p>>,
}

impl<'p> Pair<'p> {
    fn new(param: Param<'p>) -> Self {
        Self {
            name: Some(param.name),
            value: Some(param),
        }
    }
}

impl<'de> SeqAccess<'de> for Pair<'de> {
    type Error = PathRejection;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, PathRejection> {
        if let Some(name) = self.name.take() {
            return seed.deserialize(Name(name)).map(Some);
        }
        let Some(param) = self.value.take() else {
            return Ok(None);
        };
        let place = ValuePosition::Alone;
        seed.deserialize(Value { param, place }).map(Some)
    }
}
