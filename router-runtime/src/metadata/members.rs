//! JSON objects whose members are serialized in the order in which they were set.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

/// The members of an object.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Members(Vec<(String, Value)>);

impl Members {
    /// Sets a member. A member that is already set keeps its position.
    pub(super) fn set(&mut self, name: &str, value: Value) {
        match self.0.iter_mut().find(|(existing, _)| existing == name) {
            Some((_, existing)) => *existing = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }

    /// Appends to a member that is a list.
    pub(super) fn push(&mut self, name: &str, value: Value) {
        match self.0.iter_mut().find(|(existing, _)| existing == name) {
            Some((_, Value::Array(list))) => list.push(value),
            _ => self.set(name, Value::Array(vec![value])),
        }
    }

    /// Sets a member of a nested object.
    pub(super) fn set_inside(&mut self, name: &str, inner: &str, value: Value) {
        match self.0.iter_mut().find(|(existing, _)| existing == name) {
            Some((_, Value::Object(object))) => {
                object.insert(inner.to_owned(), value);
            }
            _ => self.set(
                name,
                Value::Object([(inner.to_owned(), value)].into_iter().collect()),
            ),
        }
    }

    pub(super) fn into_value(self) -> Value {
        Value::Object(self.0.into_iter().collect())
    }
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// A type that can be the value of a member.
pub(super) trait Member {
    fn into_member(self) -> Value;
}

impl Member for &str {
    fn into_member(self) -> Value {
        Value::from(self)
    }
}

impl Member for bool {
    fn into_member(self) -> Value {
        Value::from(self)
    }
}

/// Defines an object of the manifest with a constructor for its required members and a method for each optional member, which sets the
/// member (`set`) or appends to it (`push`).
macro_rules! object {
    (
        $(#[$doc:meta])* $name:ident, $(#[$new_doc:meta])* new($($required:ident),*) {
            $($(#[$member_doc:meta])* $method:ident: $ty:ty => $kind:ident $member:literal;)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name(Members);

        impl $name {
            $(#[$new_doc])*
            #[allow(clippy::new_without_default, reason = "only one of the types has no required members")]
            pub fn new($($required: &str),*) -> Self {
                #[allow(unused_mut, reason = "only one of the types has no required members")]
                let mut members = Members::default();
                $(members.set(stringify!($required), Value::from($required));)*
                Self(members)
            }

            $(
                $(#[$member_doc])*
                #[must_use]
                pub fn $method(mut self, value: $ty) -> Self {
                    self.0.$kind($member, value.into_member());
                    self
                }
            )*
        }

        impl Member for $name {
            fn into_member(self) -> Value {
                self.0.into_value()
            }
        }
    };
}

/// Defines an enum of the words that a member can have.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$word_doc])* $variant,)*
        }

        impl Member for $name {
            fn into_member(self) -> Value {
                Value::from(match self {
                    $(Self::$variant => $word,)*
                })
            }
        }
    };
}

pub(super) use {object, words};
