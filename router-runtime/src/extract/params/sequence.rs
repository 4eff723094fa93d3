//! All parameters as sequences and maps.

use super::{
    cursor::{Cursor, Param, Raw, Rest},
    name::Name,
    value::{Value, ValuePosition},
};
use crate::rejection::PathRejection;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

/// All parameters by position, for tuples: a catch-all is one element.
pub(super) struct Elements<'p> {
    cursor: Cursor<'p>,
    index: usize,
}

impl<'p> Elements<'p> {
    pub(super) fn new(cursor: Cursor<'p>) -> Self {
        Self { cursor, index: 0 }
    }
}

impl<'de> SeqAccess<'de> for Elements<'de> {
    type Error = PathRejection;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, PathRejection> {
        let Some(param) = self.cursor.next().transpose()? else {
            return Ok(None);
        };
        let place = ValuePosition::Index(self.index);
        self.index += 1;
        seed.deserialize(Value { param, place }).map(Some)
    }
}

/// All values in order, for lists: each segment of a catch-all is one element.
pub(super) struct Values<'p> {
    cursor: Cursor<'p>,
    catch_all: Option<(&'static str, Rest<'p>)>,
    index: usize,
}

impl<'p> Values<'p> {
    pub(super) fn new(cursor: Cursor<'p>) -> Self {
        Self {
            cursor,
            catch_all: None,
            index: 0,
        }
    }

    fn next_value(&mut self) -> Result<Option<Param<'p>>, PathRejection> {
        loop {
            if let Some((name, rest)) = &mut self.catch_all {
                return Ok(rest.next().map(|raw| Param {
                    name,
                    raw: Raw::One(raw),
                }));
            }
            match self.cursor.next().transpose()? {
                Some(Param {
                    name,
                    raw: Raw::Many(rest),
                }) => self.catch_all = Some((name, rest)),
                param => return Ok(param),
            }
        }
    }
}

impl<'de> SeqAccess<'de> for Values<'de> {
    type Error = PathRejection;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, PathRejection> {
        let Some(param) = self.next_value()? else {
            return Ok(None);
        };
        let place = ValuePosition::Index(self.index);
        self.index += 1;
        seed.deserialize(Value { param, place }).map(Some)
    }
}

/// All parameters by name.
pub(super) struct Fields<'p> {
    cursor: Cursor<'p>,
    value: Option<Param<'p>>,
}

impl<'p> Fields<'p> {
    pub(super) fn new(cursor: Cursor<'p>) -> Self {
        Self {
            cursor,
            value: None,
        }
    }
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = PathRejection;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, PathRejection> {
        let Some(param) = self.cursor.next().transpose()? else {
            return Ok(None);
        };
        let name = param.name;
        self.value = Some(param);
        seed.deserialize(Name(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, PathRejection> {
        match self.value.take() {
            Some(param) => seed.deserialize(Value {
                param,
                place: ValuePosition::Key,
            }),
            None => Err(serde::de::Error::custom("value is missing")),
        }
    }
}
