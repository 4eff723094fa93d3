//! The types of a file's data: `Deserialize` and `Serialize`.

use super::{
    mistake::Fault,
    scope::{Meaning, Origin, Scope},
    ty::Ty,
};
use crate::{diagnostics::Code, route_file::Declared};

/// The direction in which data is converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Serde {
    Deserialize,
    Serialize,
}

impl Serde {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Deserialize => "Deserialize",
            Self::Serialize => "Serialize",
        }
    }

    /// The fault of a type of the file that does not derive the trait.
    pub(super) fn missing(self, declared: &Declared) -> Fault {
        let Declared { name, keyword, .. } = declared;
        Fault {
            declared_at: Some(declared.at),
            ..self.fault(name, &format!("`{keyword} {name}`"))
        }
    }

    /// The fault of a type of another file that may not implement the trait.
    pub(super) fn foreign(self, name: &str) -> Fault {
        self.fault(name, &format!("the declaration of `{name}`"))
    }

    fn fault(self, name: &str, declaration: &str) -> Fault {
        let serde = self.name();
        let code = match self {
            Self::Deserialize => Code::NotDeserialize,
            Self::Serialize => Code::NotSerialize,
        };
        Fault::new(
            code,
            format!(", but `{name}` does not implement `{serde}`"),
            format!("write `#[derive(serde::{serde})]` above {declaration}"),
        )
    }
}

/// The judgement of a type as data of serde.
#[derive(Debug)]
pub(super) enum Data<'s> {
    Yes,
    /// The file contains no implementation for this type of the file.
    Missing(&'s Declared),
    /// The type of the file borrows from the data.
    Borrows(&'s Declared),
    /// A reference to this type, which borrows from the data.
    Reference(&'s Ty<'s>),
    /// Only the compiler knows whether this type implements the trait.
    Foreign(&'s str),
    Unknown,
}

/// Returns `true` for numbers, `bool` and `char`.
pub(super) fn is_primitive(name: &str) -> bool {
    matches!(
        name,
        "bool"
            | "char"
            | "f32"
            | "f64"
            | "i8"
            | "i16"
            | "i32"
            | "i64"
            | "i128"
            | "isize"
            | "u8"
            | "u16"
            | "u32"
            | "u64"
            | "u128"
            | "usize"
    )
}

/// Returns `true` for text, numbers and the like, for which no other crate can implement an extractor.
pub(super) fn is_std<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>) -> bool {
    match scope.meaning(ty) {
        Meaning::Known(Origin::Std, "Box" | "Option" | "Result", _) => false,
        Meaning::Known(Origin::Std, ..) => true,
        _ => false,
    }
}

pub(super) fn data<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>, serde: Serde) -> Data<'s> {
    match ty {
        Ty::Tuple(parts) => all(scope, parts, serde),
        Ty::Reference { inner, .. } if serde == Serde::Serialize => match &**inner {
            Ty::Slice(inner) => data(scope, inner, serde),
            inner => data(scope, inner, serde),
        },
        Ty::Reference { inner, .. } => Data::Reference(inner),
        Ty::Path {
            name, arguments, ..
        } => match scope.meaning(ty) {
            Meaning::Declared(declared)
                if serde == Serde::Deserialize && declared.borrows && declared.is_certain =>
            {
                Data::Borrows(declared)
            }
            // Parameters may decide about an implementation.
            Meaning::Declared(declared) if declared.implements(serde.name()) => {
                if declared.is_generic {
                    Data::Unknown
                } else {
                    Data::Yes
                }
            }
            Meaning::Declared(declared) => Data::Missing(declared),
            Meaning::Known(Origin::Std, "str", _) if serde == Serde::Serialize => Data::Yes,
            Meaning::Known(Origin::Std, "String", _) => Data::Yes,
            Meaning::Known(Origin::Std, name, []) if is_primitive(name) => Data::Yes,
            Meaning::Known(
                Origin::Std,
                "BTreeMap" | "BTreeSet" | "HashMap" | "HashSet",
                [key, ..],
            ) if serde == Serde::Deserialize && !is_key(scope, key) => {
                match data(scope, key, serde) {
                    it @ Data::Reference(_) => it,
                    _ => Data::Unknown,
                }
            }
            Meaning::Known(
                Origin::Std,
                "BTreeMap" | "BTreeSet" | "Box" | "HashMap" | "HashSet" | "Option" | "Vec",
                arguments,
            ) => all(scope, arguments, serde),
            Meaning::Unknown if arguments.is_empty() => Data::Foreign(name),
            _ => Data::Unknown,
        },
        _ => Data::Unknown,
    }
}

/// Returns `true` if a type certainly implements `Eq`, `Hash` and `Ord`.
fn is_key<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>) -> bool {
    match scope.meaning(ty) {
        Meaning::Known(Origin::Std, "String", _) => true,
        Meaning::Known(Origin::Std, name, _) => is_primitive(name) && !name.starts_with('f'),
        _ => false,
    }
}

/// The first type that is not certain.
fn all<'s>(scope: &Scope<'s>, types: &'s [Ty<'s>], serde: Serde) -> Data<'s> {
    let mut found = types.iter().map(|ty| data(scope, ty, serde));
    found
        .find(|it| !matches!(it, Data::Yes))
        .unwrap_or(Data::Yes)
}
