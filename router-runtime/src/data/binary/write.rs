//! Writing.

use super::{MAX_DEPTH, error::BinaryError, kind::Kind};
use serde::{
    Serialize, Serializer,
    ser::{
        SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct, SerializeTupleVariant,
    },
};

type Result<T = ()> = std::result::Result<T, BinaryError>;

/// Writes a value.
///
/// # Errors
///
/// Returns the error of the value's `Serialize`, or an error if it is nested too deeply.
pub(crate) fn to_bytes<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>> {
    let mut writer = Writer {
        bytes: Vec::with_capacity(128),
        depth: 0,
    };
    value.serialize(&mut writer)?;
    Ok(writer.bytes)
}

struct Writer {
    bytes: Vec<u8>,
    depth: usize,
}

impl Writer {
    #[inline]
    fn kind(&mut self, kind: Kind) {
        self.bytes.push(kind as u8);
    }

    /// Writes the kind of an integer.
    #[inline]
    fn sign(&mut self, is_negative: bool) {
        self.kind(if is_negative {
            Kind::Negative
        } else {
            Kind::Unsigned
        });
    }

    #[inline]
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }

    fn large_number(&mut self, mut number: u128) {
        while number >= 0x80 {
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }

    #[inline]
    fn blob(&mut self, kind: Kind, bytes: &[u8]) {
        self.kind(kind);
        self.number(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    #[inline]
    fn descend(&mut self) -> Result {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(BinaryError::too_deep());
        }
        Ok(())
    }

    /// Begins a list or a map whose length is written at its end.
    fn begin(&mut self, kind: Kind) -> Result<Compound<'_>> {
        self.descend()?;
        self.kind(kind);
        let at = self.bytes.len();
        self.bytes.extend_from_slice(&[0; 4]);
        Ok(Compound {
            writer: self,
            at,
            count: 0,
            is_variant: false,
        })
    }

    /// Begins a map with the name of a variant as its only key.
    fn begin_variant(&mut self, name: &str) -> Result {
        let variant = self.begin(Kind::Map)?;
        let at = variant.at;
        self.bytes[at] = 1;
        self.blob(Kind::Text, name.as_bytes());
        Ok(())
    }

    fn begin_in_variant(&mut self, name: &str, kind: Kind) -> Result<Compound<'_>> {
        self.begin_variant(name)?;
        let mut compound = self.begin(kind)?;
        compound.is_variant = true;
        Ok(compound)
    }
}

/// A list or a map.
struct Compound<'w> {
    writer: &'w mut Writer,
    /// The position of its length.
    at: usize,
    count: usize,
    is_variant: bool,
}

impl Compound<'_> {
    #[inline]
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result {
        self.count += 1;
        value.serialize(&mut *self.writer)
    }

    #[inline]
    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result {
        self.writer.blob(Kind::Text, name.as_bytes());
        self.element(value)
    }

    fn finish(self) -> Result {
        let Ok(count) = u32::try_from(self.count) else {
            return Err(BinaryError::new("more than 4,294,967,295 elements"));
        };
        let Writer { bytes, depth } = self.writer;
        bytes[self.at..self.at + 4].copy_from_slice(&count.to_le_bytes());
        *depth -= if self.is_variant { 2 } else { 1 };
        Ok(())
    }
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = BinaryError;
    type SerializeSeq = Compound<'w>;
    type SerializeTuple = Compound<'w>;
    type SerializeTupleStruct = Compound<'w>;
    type SerializeTupleVariant = Compound<'w>;
    type SerializeMap = Compound<'w>;
    type SerializeStruct = Compound<'w>;
    type SerializeStructVariant = Compound<'w>;

    fn serialize_bool(self, value: bool) -> Result {
        self.kind(if value { Kind::True } else { Kind::False });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result {
        self.serialize_i64(value.into())
    }

    #[inline]
    fn serialize_i64(self, value: i64) -> Result {
        self.sign(value < 0);
        // Of a negative number the complement is written, so that both halves begin at zero.
        self.number(if value < 0 { !value } else { value }.cast_unsigned());
        Ok(())
    }

    fn serialize_i128(self, value: i128) -> Result {
        self.sign(value < 0);
        self.large_number(if value < 0 { !value } else { value }.cast_unsigned());
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result {
        self.serialize_u64(value.into())
    }

    #[inline]
    fn serialize_u64(self, value: u64) -> Result {
        self.kind(Kind::Unsigned);
        self.number(value);
        Ok(())
    }

    fn serialize_u128(self, value: u128) -> Result {
        self.kind(Kind::Unsigned);
        self.large_number(value);
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result {
        self.kind(Kind::F32);
        self.bytes.extend_from_slice(&value.to_le_bytes());
        Ok(())
    }

    fn serialize_f64(self, value: f64) -> Result {
        self.kind(Kind::F64);
        self.bytes.extend_from_slice(&value.to_le_bytes());
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result {
        self.kind(Kind::Char);
        self.number(u32::from(value).into());
        Ok(())
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result {
        self.blob(Kind::Text, value.as_bytes());
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result {
        self.blob(Kind::Bytes, value);
        Ok(())
    }

    fn serialize_none(self) -> Result {
        self.kind(Kind::None);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result {
        self.descend()?;
        self.kind(Kind::Some);
        value.serialize(&mut *self)?;
        self.depth -= 1;
        Ok(())
    }

    fn serialize_unit(self) -> Result {
        self.kind(Kind::Unit);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T>(self, _: &'static str, value: &T) -> Result
    where
        T: Serialize + ?Sized,
    {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result
    where
        T: Serialize + ?Sized,
    {
        self.begin_variant(variant)?;
        value.serialize(&mut *self)?;
        self.depth -= 1;
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'w>> {
        self.begin(Kind::List)
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'w>> {
        self.begin(Kind::List)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'w>> {
        self.begin(Kind::List)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'w>> {
        self.begin_in_variant(variant, Kind::List)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'w>> {
        self.begin(Kind::Map)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Compound<'w>> {
        self.begin(Kind::Map)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'w>> {
        self.begin_in_variant(variant, Kind::Map)
    }
}

/// Implements the traits of lists, whose method of elements differs.
macro_rules! lists {
    ($($list:ident $method:ident;)*) => {$(
        impl $list for Compound<'_> {
            type Ok = ();
            type Error = BinaryError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result {
                self.element(value)
            }

            fn end(self) -> Result {
                self.finish()
            }
        }
    )*};
}

lists! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

/// Implements the traits of structs.
macro_rules! structs {
    ($($struct:ident)*) => {$(
        impl $struct for Compound<'_> {
            type Ok = ();
            type Error = BinaryError;

            fn serialize_field<T>(&mut self, name: &'static str, value: &T) -> Result
            where
                T: Serialize + ?Sized,
            {
                self.field(name, value)
            }

            fn end(self) -> Result {
                self.finish()
            }
        }
    )*};
}

structs! { SerializeStruct SerializeStructVariant }

impl SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = BinaryError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result {
        key.serialize(&mut *self.writer)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result {
        self.element(value)
    }

    fn end(self) -> Result {
        self.finish()
    }
}
