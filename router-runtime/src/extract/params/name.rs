//! Deserializers of names.

use crate::rejection::PathRejection;
use serde::{
    Deserializer,
    de::{DeserializeSeed, EnumAccess, Error, VariantAccess, Visitor},
    forward_to_deserialize_any,
};
use std::{borrow::Cow, fmt::Display};

/// The name of a parameter or of an enum variant.
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

/// An enum value. Only unit variants are supported.
pub(super) struct Variant<'p>(pub(super) Cow<'p, str>);

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

pub(super) struct UnitVariant;

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
