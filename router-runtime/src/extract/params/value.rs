//! Deserializes one parameter.

use std::any::type_name;
use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use serde::Deserializer;
use serde::de::{DeserializeSeed, EnumAccess, Error, VariantAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::cursor::{Param, Raw};
use super::sequence::{Pair, Segments};
use crate::matching::percent;
use crate::rejection::PathRejection;

/// Where a value stands in the user's type; error texts say it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    Alone,
    Key,
    Index(usize),
}

#[derive(Debug)]
pub(super) struct Value<'p> {
    pub(super) param: Param<'p>,
    pub(super) place: Place,
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
                Place::Alone => PathRejection::ParseError {
                    value,
                    expected_type,
                },
                Place::Key => PathRejection::ParseErrorAtKey {
                    key: self.param.name,
                    value,
                    expected_type,
                },
                Place::Index(index) => PathRejection::ParseErrorAtIndex {
                    index,
                    value,
                    expected_type,
                },
            }
        })
    }

    fn refused(&self, error: PathRejection) -> PathRejection {
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
        visited.map_err(|error| self.refused(error))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathRejection> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathRejection> {
        let visited = match self.text::<V::Value>()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_bytes(text.as_bytes()),
            Cow::Owned(text) => visitor.visit_byte_buf(text.into_bytes()),
        };
        visited.map_err(|error| self.refused(error))
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

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathRejection> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, PathRejection> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, PathRejection> {
        visitor.visit_newtype_struct(self)
    }

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
                Place::Index(_) => visitor.visit_seq(Pair::new(self.param)),
                Place::Key | Place::Alone => {
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

/// A parameter's name, or the name of an enum's variant.
#[derive(Debug)]
pub(super) struct Name<T>(pub(super) T);

impl<'de, T: AsRef<str> + Display> Deserializer<'de> for Name<T> {
    type Error = PathRejection;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, PathRejection> {
        Err(PathRejection::custom("Unexpected key type"))
    }

    fn deserialize_identifier<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, PathRejection> {
        visitor.visit_str(self.0.as_ref())
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathRejection> {
        visitor.visit_str(self.0.as_ref())
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathRejection> {
        visitor.visit_str(self.0.as_ref())
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf option unit
        unit_struct seq tuple tuple_struct map newtype_struct struct enum ignored_any
    }
}

/// An enum whose variants hold nothing.
struct Variant<'p>(Cow<'p, str>);

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = PathRejection;
    type Variant = UnitVariant;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, UnitVariant), PathRejection> {
        Ok((seed.deserialize(Name(self.0))?, UnitVariant))
    }
}

struct UnitVariant;

impl<'de> VariantAccess<'de> for UnitVariant {
    type Error = PathRejection;

    fn unit_variant(self) -> Result<(), PathRejection> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(
        self,
        _seed: T,
    ) -> Result<T::Value, PathRejection> {
        Err(PathRejection::UnsupportedType {
            name: "newtype enum variant",
        })
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        _len: usize,
        _visitor: V,
    ) -> Result<V::Value, PathRejection> {
        Err(PathRejection::UnsupportedType {
            name: "tuple enum variant",
        })
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, PathRejection> {
        Err(PathRejection::UnsupportedType {
            name: "struct enum variant",
        })
    }
}
