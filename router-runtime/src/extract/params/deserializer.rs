//! The deserializer of all parameters of a path.

use super::{
    cursor::{Cursor, Raw, Style},
    sequence::{Elements, Fields, Values},
    value::{Value, ValuePosition},
};
use crate::{matching::Segment, rejection::PathRejection};
use serde::{Deserializer, de::Visitor};
use std::any::type_name;

/// Deserializes parameters directly from the path, without an intermediate map.
#[derive(Debug)]
pub(super) struct PathDeserializer<'p> {
    cursor: Cursor<'p>,
    style: Style,
}

impl<'p> PathDeserializer<'p> {
    pub(super) fn new(path: &'p str, segments: &'p [Segment], style: Style) -> Self {
        Self {
            cursor: Cursor::new(path, segments, style),
            style,
        }
    }

    fn expect(&self, expected: usize) -> Result<(), PathRejection> {
        let got = self.cursor.clone().count();
        if got == expected {
            Ok(())
        } else {
            Err(PathRejection::WrongNumberOfParameters { got, expected })
        }
    }

    fn only(mut self) -> Result<Value<'p>, PathRejection> {
        if let Some(param) = self.cursor.clone().only() {
            let place = ValuePosition::Alone;
            return Ok(Value { param, place });
        }
        let first = self.cursor.next().transpose()?;
        let others = self.cursor.count();
        match first {
            Some(param) if others == 0 => Ok(Value {
                param,
                place: ValuePosition::Alone,
            }),
            first => Err(PathRejection::WrongNumberOfParameters {
                got: first.iter().count() + others,
                expected: 1,
            }),
        }
    }
}

macro_rules! single {
    ($($deserialize:ident)*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathRejection> {
            self.only()?.$deserialize(visitor)
        }
    )*};
}

macro_rules! unsupported {
    ($($deserialize:ident)*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, PathRejection> {
            let name = type_name::<V::Value>();
            Err(PathRejection::UnsupportedType { name })
        }
    )*};
}

impl<'de> Deserializer<'de> for PathDeserializer<'de> {
    type Error = PathRejection;

    single! {
        deserialize_any deserialize_bool deserialize_byte_buf deserialize_char deserialize_f32
        deserialize_f64 deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_i128 deserialize_str deserialize_string deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_u128
    }

    unsupported! { deserialize_bytes deserialize_identifier deserialize_ignored_any }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathRejection> {
        let name = type_name::<V::Value>();
        let style = self.style;
        let value = self.only()?;
        match &value.param.raw {
            Raw::Many(_) if style == Style::Next => value.deserialize_option(visitor),
            _ => Err(PathRejection::UnsupportedType { name }),
        }
    }

    units_and_newtypes!();

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathRejection> {
        visitor.visit_seq(Values::new(self.cursor))
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, PathRejection> {
        self.expect(len)?;
        visitor.visit_seq(Elements::new(self.cursor))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, PathRejection> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathRejection> {
        visitor.visit_map(Fields::new(self.cursor))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, PathRejection> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, PathRejection> {
        self.only()?.deserialize_enum(name, variants, visitor)
    }
}
