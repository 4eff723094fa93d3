//! Return types: `IntoResponse`.

use super::{
    known::{Data, Serde, data, is_primitive},
    mistake::{Fault, Fit},
    scope::{Meaning, Origin, Scope},
    ty::Ty,
};
use crate::diagnostics::Code;

/// Responses without type parameters.
const RESPONSES: [&str; 9] = [
    "Body",
    "Bytes",
    "Error",
    "Extensions",
    "HeaderMap",
    "NoContent",
    "Redirect",
    "Response",
    "StatusCode",
];

/// Judges the type of a response.
pub(super) fn response<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>) -> Fit {
    match ty {
        Ty::Tuple(parts) => tuple(scope, parts),
        Ty::Reference { is_static, inner } => match (&**inner, scope.meaning(inner)) {
            (_, Meaning::Known(Origin::Std, "str", _)) if *is_static => Fit::Yes,
            _ => Fit::Unknown(no_response()),
        },
        Ty::Impl { prefix, name } if scope.is_trait(prefix, name, "IntoResponse") => Fit::Yes,
        Ty::Path { .. } => named(scope, ty),
        _ => Fit::Unknown(no_response()),
    }
}

fn named<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>) -> Fit {
    match scope.meaning(ty) {
        Meaning::Known(Origin::Std, "String" | "Infallible", _) => Fit::Yes,
        Meaning::Known(Origin::Std, "Vec", [item]) if is_byte(scope, item) => Fit::Yes,
        // An alias may be `u8`.
        Meaning::Known(Origin::Std, "Vec", [item])
            if matches!(scope.meaning(item), Meaning::Unknown) =>
        {
            Fit::ProbablyNot(data_of_json())
        }
        Meaning::Known(_, "Result", [value, rest @ ..]) => result(scope, value, rest.first()),
        Meaning::Known(Origin::Std, "Box" | "Cow" | "Result", _) => Fit::Unknown(no_response()),
        Meaning::Known(Origin::Std, "Option", _) => Fit::No(not_a_response(
            "write `-> Result<…>` and `.ok_or_else(not_found)` for a missing value",
        )),
        Meaning::Known(Origin::Std, name, []) if is_primitive(name) => Fit::No(not_a_response(
            "return it as text with `.to_string()`, or as `Json<…>`",
        )),
        Meaning::Known(Origin::Std, ..) => Fit::No(data_of_json()),
        Meaning::Known(Origin::Web, name, []) if RESPONSES.contains(&name) => Fit::Yes,
        Meaning::Known(Origin::Web, "Json", [inner]) => serialized(scope, inner),
        Meaning::Known(Origin::Web, "Html", [inner]) if is_body(scope, inner) => Fit::Yes,
        // Parameters may decide about an implementation.
        Meaning::Declared(declared) if declared.implements("IntoResponse") => {
            if declared.is_generic {
                Fit::Unknown(no_response())
            } else {
                Fit::Yes
            }
        }
        Meaning::Declared(declared) => {
            let name = &declared.name;
            let mut fault = no_response();
            fault.help = if declared.implements("Serialize") {
                format!("return `Json<{name}>`, or implement `IntoResponse` for `{name}`")
            } else {
                format!(
                    "implement `IntoResponse` for `{name}`, or derive `serde::Serialize` for it and return `Json<{name}>`"
                )
            };
            fault.declared_at = Some(declared.at);
            Fit::ProbablyNot(fault)
        }
        Meaning::Known(..) | Meaning::Params | Meaning::Unknown => Fit::Unknown(no_response()),
    }
}

/// Returns `true` for text and bytes, which `Html` can hold.
fn is_body<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>) -> bool {
    match ty {
        Ty::Reference { is_static, inner } => {
            *is_static && matches!(scope.meaning(inner), Meaning::Known(Origin::Std, "str", _))
        }
        ty => match scope.meaning(ty) {
            Meaning::Known(Origin::Std, "Vec", [item]) => is_byte(scope, item),
            Meaning::Known(Origin::Std, "String", _)
            | Meaning::Known(Origin::Web, "Body" | "Bytes", _) => true,
            _ => false,
        },
    }
}

fn is_byte<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>) -> bool {
    matches!(scope.meaning(ty), Meaning::Known(Origin::Std, "u8", _))
}

/// `()` and `(StatusCode, …)`; the compiler judges all other tuples.
fn tuple<'s>(scope: &Scope<'s>, parts: &'s [Ty<'s>]) -> Fit {
    let Some((last, head)) = parts.split_last() else {
        return Fit::Yes;
    };
    let is_head = |ty: &'s Ty<'s>| {
        let name = match scope.meaning(ty) {
            Meaning::Known(Origin::Web, name, _) => name,
            _ => "",
        };
        matches!(name, "StatusCode" | "HeaderMap")
    };
    let mut heads = head.iter();
    let statuses = head.iter().enumerate().filter(|(at, ty)| {
        *at > 0 && matches!(scope.meaning(ty), Meaning::Known(_, "StatusCode", _))
    });
    let is_plain = !head.is_empty() && heads.all(is_head) && statuses.count() == 0;
    match response(scope, last) {
        Fit::Yes if is_plain => Fit::Yes,
        _ => Fit::Unknown(no_response()),
    }
}

fn result<'s>(scope: &Scope<'s>, value: &'s Ty<'s>, error: Option<&'s Ty<'s>>) -> Fit {
    match response(scope, value) {
        Fit::Yes => {}
        other => return other,
    }
    let Some(error) = error else {
        return Fit::Yes;
    };
    let with = |name: &str| {
        Fault::new(
            Code::Response,
            format!(", but the error {name} is not a response"),
            "return the prelude's `Result<T>`, which accepts every error from `?`",
        )
    };
    match response(scope, error) {
        Fit::Yes => Fit::Yes,
        fit => {
            let is_certain = matches!(fit, Fit::No(_)) || is_boxed_error(scope, error);
            let is_probably_wrong = matches!(fit, Fit::ProbablyNot(_));
            let mut fault = match error {
                Ty::Path { name, .. } => with(&format!("`{name}`")),
                _ => with("type"),
            };
            if let Some(declared) = scope.declared(error) {
                fault.help = format!(
                    "implement `IntoResponse` for `{}`, or return the prelude's `Result<T>`, which accepts every error from `?`",
                    declared.name
                );
                fault.declared_at = Some(declared.at);
            }
            if is_certain {
                Fit::No(fault)
            } else if is_probably_wrong {
                Fit::ProbablyNot(fault)
            } else {
                Fit::Unknown(fault)
            }
        }
    }
}

/// `Box<dyn Error>`, for which no other crate can implement `IntoResponse`.
fn is_boxed_error<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>) -> bool {
    let Meaning::Known(Origin::Std, "Box", [Ty::Dyn { prefix, name }]) = scope.meaning(ty) else {
        return false;
    };
    scope.is_std_error(prefix, name)
}

fn serialized<'s>(scope: &Scope<'s>, inner: &'s Ty<'s>) -> Fit {
    match data(scope, inner, Serde::Serialize) {
        Data::Yes => Fit::Yes,
        Data::Missing(declared) => Fit::ProbablyNot(Serde::Serialize.missing(declared)),
        Data::Foreign(name) => Fit::Unknown(Serde::Serialize.foreign(name)),
        Data::Borrows(_) | Data::Reference(_) | Data::Unknown => Fit::Unknown(Fault::new(
            Code::NotSerialize,
            ", but its data does not implement `Serialize`",
            "derive `serde::Serialize` for the types in it",
        )),
    }
}

fn not_a_response(help: &str) -> Fault {
    Fault::new(Code::Response, ", which is not a response", help)
}

/// A list, a map or the like.
fn data_of_json() -> Fault {
    not_a_response("return it as `Json<…>`")
}

/// The fault of a type of which the text says nothing.
pub(super) fn no_response() -> Fault {
    not_a_response(
        "responses implement `IntoResponse`: `String`, `Html<…>`, `Json<…>`, `StatusCode`, `(StatusCode, …)`",
    )
}
