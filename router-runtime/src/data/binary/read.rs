//! Reading.

use super::{MAX_DEPTH, cursor::Cursor, error::BinaryError, kind::Kind};
use serde::{
    Deserializer,
    de::{
        DeserializeOwned, DeserializeSeed, EnumAccess, Error as _, MapAccess, SeqAccess,
        Unexpected, VariantAccess, Visitor,
        value::{BorrowedStrDeserializer, SeqDeserializer},
    },
};

type Result<T> = std::result::Result<T, BinaryError>;

/// Reads a value.
///
/// # Errors
///
/// Returns an error if the bytes are not a value of that type.
pub(crate) fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let mut reader = Reader {
        cursor: Cursor::new(bytes),
        depth: 0,
    };
    let value = T::deserialize(&mut reader)?;
    if reader.cursor.is_at_end() {
        Ok(value)
    } else {
        Err(BinaryError::malformed())
    }
}

/// A cursor that knows how deep it is.
struct Reader<'b> {
    cursor: Cursor<'b>,
    depth: usize,
}

impl<'b> Reader<'b> {
    /// Skips `Some`, where a type other than an option is read.
    fn skip_some(&mut self) -> Result<Kind> {
        loop {
            match self.cursor.peek()? {
                Kind::Some => self.cursor.kind()?,
                kind => return Ok(kind),
            };
        }
    }

    fn descend(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(BinaryError::too_deep());
        }
        Ok(())
    }

    /// Reads the elements of a list or the pairs of a map.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Elements<'_, 'b>) -> Result<T>) -> Result<T> {
        self.descend()?;
        let left = self.cursor.count()?;
        let mut elements = Elements { reader: self, left };
        let value = read(&mut elements)?;
        if elements.left > 0 {
            return Err(BinaryError::custom("more elements than expected"));
        }
        self.depth -= 1;
        Ok(value)
    }

    fn visit<V: Visitor<'b>>(&mut self, visitor: V) -> Result<V::Value> {
        match self.cursor.kind()? {
            Kind::Unit => visitor.visit_unit(),
            Kind::False => visitor.visit_bool(false),
            Kind::True => visitor.visit_bool(true),
            Kind::None => visitor.visit_none(),
            Kind::Some => {
                self.descend()?;
                let value = visitor.visit_some(&mut *self)?;
                self.depth -= 1;
                Ok(value)
            }
            Kind::Unsigned => {
                let number = self.cursor.number()?;
                match u64::try_from(number) {
                    Ok(number) => visitor.visit_u64(number),
                    Err(_) => visitor.visit_u128(number),
                }
            }
            Kind::Negative => {
                let number = !self.cursor.number()?.cast_signed();
                match i64::try_from(number) {
                    Ok(number) => visitor.visit_i64(number),
                    Err(_) => visitor.visit_i128(number),
                }
            }
            Kind::F32 => visitor.visit_f32(self.cursor.f32()?),
            Kind::F64 => visitor.visit_f64(self.cursor.f64()?),
            Kind::Char => visitor.visit_char(self.cursor.char()?),
            Kind::Text => visitor.visit_borrowed_str(self.cursor.text()?),
            Kind::Bytes => visitor.visit_borrowed_bytes(self.cursor.blob()?),
            Kind::List => self.nested(|elements| visitor.visit_seq(elements)),
            Kind::Map => self.nested(|elements| visitor.visit_map(elements)),
        }
    }

    /// Reads a list, which may have been written as bytes.
    fn visit_list<V: Visitor<'b>>(&mut self, visitor: V) -> Result<V::Value> {
        match self.skip_some()? {
            Kind::Bytes => {
                self.cursor.kind()?;
                let bytes = self.cursor.blob()?.iter().copied();
                visitor.visit_seq(SeqDeserializer::<_, BinaryError>::new(bytes))
            }
            _ => self.visit(visitor),
        }
    }
}

/// Implements methods whose type is not an option: the value says what it is.
macro_rules! visit_inside_some {
    ($($method:ident)*) => {$(
        #[inline]
        fn $method<V: Visitor<'b>>(self, visitor: V) -> Result<V::Value> {
            self.skip_some()?;
            self.visit(visitor)
        }
    )*};
}

impl<'b> Deserializer<'b> for &mut Reader<'b> {
    type Error = BinaryError;

    fn deserialize_any<V: Visitor<'b>>(self, visitor: V) -> Result<V::Value> {
        self.visit(visitor)
    }

    fn deserialize_option<V: Visitor<'b>>(self, visitor: V) -> Result<V::Value> {
        match self.cursor.peek()? {
            Kind::None | Kind::Some | Kind::Unit => self.visit(visitor),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'b>>(self, visitor: V) -> Result<V::Value> {
        match self.skip_some()? {
            Kind::None => {
                self.cursor.kind()?;
                visitor.visit_unit()
            }
            _ => self.visit(visitor),
        }
    }

    fn deserialize_unit_struct<V>(self, _: &'static str, visitor: V) -> Result<V::Value>
    where
        V: Visitor<'b>,
    {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V>(self, _: &'static str, visitor: V) -> Result<V::Value>
    where
        V: Visitor<'b>,
    {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'b>>(self, visitor: V) -> Result<V::Value> {
        self.visit_list(visitor)
    }

    fn deserialize_tuple<V: Visitor<'b>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.visit_list(visitor)
    }

    fn deserialize_tuple_struct<V>(self, _: &'static str, _: usize, visitor: V) -> Result<V::Value>
    where
        V: Visitor<'b>,
    {
        self.visit_list(visitor)
    }

    fn deserialize_struct<V>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value>
    where
        V: Visitor<'b>,
    {
        self.skip_some()?;
        self.visit(visitor)
    }

    fn deserialize_enum<V>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value>
    where
        V: Visitor<'b>,
    {
        match self.skip_some()? {
            Kind::Text => {
                self.cursor.kind()?;
                let name = BorrowedStrDeserializer::new(self.cursor.text()?);
                visitor.visit_enum(name)
            }
            Kind::Map => {
                self.cursor.kind()?;
                self.nested(|elements| visitor.visit_enum(&mut *elements))
            }
            _ => Err(BinaryError::invalid_type(
                Unexpected::Other("a value that is not an enum"),
                &visitor,
            )),
        }
    }

    visit_inside_some! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char
        deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf deserialize_map deserialize_identifier
        deserialize_ignored_any
    }
}

/// The rest of a list or a map.
struct Elements<'r, 'b> {
    reader: &'r mut Reader<'b>,
    left: usize,
}

impl<'b> SeqAccess<'b> for &mut Elements<'_, 'b> {
    type Error = BinaryError;

    #[inline]
    fn next_element_seed<T>(&mut self, seed: T) -> Result<Option<T::Value>>
    where
        T: DeserializeSeed<'b>,
    {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

impl<'b> MapAccess<'b> for &mut Elements<'_, 'b> {
    type Error = BinaryError;

    #[inline]
    fn next_key_seed<K>(&mut self, seed: K) -> Result<Option<K::Value>>
    where
        K: DeserializeSeed<'b>,
    {
        self.next_element_seed(seed)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'b>>(&mut self, seed: V) -> Result<V::Value> {
        seed.deserialize(&mut *self.reader)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

impl<'b> EnumAccess<'b> for &mut Elements<'_, 'b> {
    type Error = BinaryError;
    type Variant = Self;

    fn variant_seed<V>(mut self, seed: V) -> Result<(V::Value, Self)>
    where
        V: DeserializeSeed<'b>,
    {
        let variant = self.next_element_seed(seed)?;
        let variant = variant.ok_or_else(BinaryError::malformed)?;
        Ok((variant, self))
    }
}

impl<'b> VariantAccess<'b> for &mut Elements<'_, 'b> {
    type Error = BinaryError;

    fn unit_variant(self) -> Result<()> {
        serde::Deserialize::deserialize(&mut *self.reader)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'b>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(&mut *self.reader)
    }

    fn tuple_variant<V: Visitor<'b>>(self, length: usize, visitor: V) -> Result<V::Value> {
        self.reader.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value>
    where
        V: Visitor<'b>,
    {
        self.reader.deserialize_map(visitor)
    }
}
