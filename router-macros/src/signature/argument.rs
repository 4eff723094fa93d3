//! Arguments: `FromRequestParts`, and `FromRequest` of the last one.

use super::{
    known::{Data, Serde, data, is_primitive, is_std},
    mistake::{Fault, Fit, Role},
    scope::{Meaning, Origin, Scope, State},
    state::{FROM_REF, state, with_key},
    ty::Ty,
};
use crate::diagnostics::Code;

const NOT_AN_EXTRACTOR: &str = ", which is not an extractor";
const NOT_OF_PARTS: &str = ", which is not an extractor of request parts";

/// Extractors of request parts without type parameters.
const PARTS: [&str; 20] = [
    "After",
    "Cache",
    "CacheEntry",
    "Children",
    "CookieJar",
    "Cookies",
    "DataCache",
    "ErrorContext",
    "Extensions",
    "Fetch",
    "HeaderMap",
    "MatchedPath",
    "Method",
    "NestedPath",
    "OriginalUri",
    "Parts",
    "RawPathParams",
    "RawQuery",
    "Uri",
    "WebSocketUpgrade",
];

/// Extractors of the body without type parameters.
const BODIES: [&str; 6] = [
    "Body",
    "Bytes",
    "FormData",
    "Multipart",
    "RawForm",
    "Request",
];

/// Returns `true` for a number or another plain value, which only the crate of a state can make an extractor.
pub(crate) fn is_value(scope: &Scope<'_>, ty: &str) -> bool {
    let ty = Ty::read(ty);
    let scope = Scope { ..*scope };
    matches!(scope.meaning(&ty), Meaning::Known(Origin::Std, name, []) if is_primitive(name))
}

/// Judges the type of an argument.
pub(super) fn argument<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>, role: Role) -> Fit {
    match ty {
        Ty::Tuple(parts) => {
            let mut parts = parts.iter();
            let fits = |part| matches!(argument(scope, part, Role::Parts), Fit::Yes);
            if parts.all(fits) {
                Fit::Yes
            } else {
                Fit::Unknown(no_extractor(scope, role))
            }
        }
        Ty::Reference { inner, .. } => match &**inner {
            Ty::Slice(_) => Fit::No(text_or_bytes(scope, "Bytes", role)),
            inner if is_std(scope, inner) => Fit::No(text_or_bytes(scope, "String", role)),
            _ => Fit::Unknown(no_extractor(scope, role)),
        },
        Ty::Array(_) | Ty::Slice(_) => Fit::No(value(scope, role)),
        Ty::Path { .. } => named(scope, ty, role),
        Ty::Impl { .. } | Ty::Dyn { .. } | Ty::Other => Fit::Unknown(no_extractor(scope, role)),
    }
}

fn named<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>, role: Role) -> Fit {
    let is_last = role == Role::Last;
    match scope.meaning(ty) {
        Meaning::Known(Origin::Std, "String", _) if is_last => Fit::Yes,
        Meaning::Known(Origin::Std, "String", _) => Fit::No(reads_body(role)),
        Meaning::Known(Origin::Std, "Option" | "Result" | "Box", _) => {
            Fit::Unknown(no_extractor(scope, role))
        }
        Meaning::Known(Origin::Std, name, _) if is_primitive(name) => Fit::No(value(scope, role)),
        Meaning::Known(Origin::Std, ..) if role == Role::WithoutBody => Fit::No(value(scope, role)),
        Meaning::Known(Origin::Std, ..) => Fit::No(body_value()),
        Meaning::Known(Origin::Web, name, []) if PARTS.contains(&name) => Fit::Yes,
        Meaning::Known(Origin::Web, name, []) if BODIES.contains(&name) => {
            if is_last {
                Fit::Yes
            } else {
                Fit::No(reads_body(role))
            }
        }
        Meaning::Known(Origin::Web, "Json" | "Form", [_]) if !is_last => Fit::No(reads_body(role)),
        Meaning::Known(Origin::Web, "Path", [inner])
            if matches!(scope.meaning(inner), Meaning::Params) =>
        {
            Fit::Unknown(Fault {
                help: "write `Params`, which is an extractor itself".to_owned(),
                ..no_extractor(scope, role)
            })
        }
        Meaning::Known(Origin::Web, "Json" | "Form" | "Path" | "Query", [inner]) => {
            deserialized(scope, inner)
        }
        Meaning::Known(Origin::Web, "State", [inner]) => state(scope, inner, role),
        Meaning::Known(Origin::Web, "PrivateCookies" | "SignedCookies", []) => with_key(scope),
        Meaning::Known(Origin::Web, "Next", []) => Fit::No(Fault::new(
            Code::Extractor,
            ", which only `middleware` in a `middleware.rs` can take",
            "remove the argument",
        )),
        Meaning::Known(Origin::Web, "Html" | "Redirect" | "Response" | "StatusCode", _) => {
            Fit::No(Fault::new(
                Code::Extractor,
                ", which is a response and not an extractor",
                "remove the argument",
            ))
        }
        Meaning::Params => Fit::Yes,
        // The implementation may be one for another state.
        Meaning::Declared(declared)
            if declared.implements("FromRequestParts")
                || (is_last && declared.implements("FromRequest")) =>
        {
            Fit::Unknown(no_extractor(scope, role))
        }
        Meaning::Declared(declared) => {
            let name = &declared.name;
            let mut fault = no_extractor(scope, role);
            fault.help = if declared.implements("FromRequest") && role == Role::WithoutBody {
                format!(
                    "implement `FromRequestParts` for `{name}`: the function runs without a body"
                )
            } else if declared.implements("FromRequest") {
                "move it to the end of the arguments".to_owned()
            } else if declared.implements("Deserialize") {
                format!("write {}", extractors_of(name, role))
            } else {
                format!(
                    "implement `FromRequestParts` for `{name}`, or derive `serde::Deserialize` for it and write {}",
                    extractors_of(name, role)
                )
            };
            fault.declared_at = Some(declared.at);
            Fit::ProbablyNot(fault)
        }
        Meaning::Known(..) | Meaning::Unknown => Fit::Unknown(no_extractor(scope, role)),
    }
}

/// The extractors of data of this type. Those of the body come last.
fn extractors_of(name: &str, role: Role) -> String {
    match role {
        Role::Last => format!("`Json<{name}>`, `Form<{name}>` or `Query<{name}>`"),
        _ => format!("`Query<{name}>`"),
    }
}

/// Suggests `ErrorContext` to a page for errors that takes another type of error.
pub(super) fn suggest_error_context(fit: Fit, ty: &str) -> Fit {
    match fit {
        Fit::Unknown(fault) | Fit::ProbablyNot(fault)
            if ty.contains("Error")
                && [Code::Extractor, Code::PartsExtractor].contains(&fault.code) =>
        {
            Fit::ProbablyNot(Fault::new(
                fault.code,
                ", which is not an extractor; did you mean `ErrorContext`?",
                "`ErrorContext` has the status, the cause and the request of the error",
            ))
        }
        other => other,
    }
}

fn deserialized<'s>(scope: &Scope<'s>, inner: &'s Ty<'s>) -> Fit {
    match data(scope, inner, Serde::Deserialize) {
        Data::Yes => Fit::Yes,
        Data::Missing(declared) => Fit::ProbablyNot(Serde::Deserialize.missing(declared)),
        Data::Borrows(declared) => {
            let name = &declared.name;
            let mut fault = Fault::new(
                Code::NotDeserialize,
                format!(", but `{name}` borrows what it is deserialized from"),
                format!(
                    "write types that own their data in `{} {name}`: `String`, not `&str`",
                    declared.keyword
                ),
            );
            fault.declared_at = Some(declared.at);
            Fit::No(fault)
        }
        Data::Reference(inner) => {
            let (text, help) = match (inner, scope.meaning(inner)) {
                (_, Meaning::Known(Origin::Std, "str", _)) => {
                    ("`&str`", "write `String` instead of `&str`")
                }
                _ => ("a reference", "write a type that owns its data"),
            };
            let fault = Fault::new(
                Code::NotDeserialize,
                format!(", but {text} borrows what it is deserialized from"),
                help,
            );
            if matches!(inner, Ty::Slice(_)) || is_std(scope, inner) {
                Fit::No(fault)
            } else {
                Fit::ProbablyNot(fault)
            }
        }
        Data::Foreign(name) => Fit::Unknown(Serde::Deserialize.foreign(name)),
        Data::Unknown => Fit::Unknown(Fault::new(
            Code::NotDeserialize,
            ", but its data does not implement `Deserialize`",
            "derive `serde::Deserialize` for the types in it; keys of maps also need `Eq` and `Hash`",
        )),
    }
}

/// The fault of a type of which the text says nothing.
fn no_extractor(scope: &Scope<'_>, role: Role) -> Fault {
    let (code, message, help) = match role {
        Role::Parts => (
            Code::PartsExtractor,
            NOT_OF_PARTS,
            "every argument but the last implements `FromRequestParts`; an extractor of the body comes last",
        ),
        Role::WithoutBody => (
            Code::PartsExtractor,
            NOT_OF_PARTS,
            "every argument implements `FromRequestParts`, because the function runs without a body",
        ),
        _ => (
            Code::Extractor,
            NOT_AN_EXTRACTOR,
            "the last argument implements `FromRequest` or `FromRequestParts`",
        ),
    };
    let mut fault = Fault::new(code, message, help);
    if let Some(State { text, .. }) = scope.state {
        let part = format!(
            "; if it extracts a part of the state, implement `{FROM_REF}<{text}>` for the type of that part"
        );
        fault.help.push_str(&part);
    }
    fault
}

/// An extractor of the body where none can be.
fn reads_body(role: Role) -> Fault {
    if role == Role::WithoutBody {
        Fault::new(
            Code::PartsExtractor,
            ", which reads the body, but the function runs without one",
            "remove the argument; `HeaderMap`, `Method` and `Uri` are parts of the request without its body",
        )
    } else {
        Fault::new(
            Code::PartsExtractor,
            " before its last argument, but the body can be read only once, at the end",
            "move it to the end of the arguments; to use the body twice, take it once as `Bytes`",
        )
    }
}

/// A number or another value, which must come from somewhere.
fn value(scope: &Scope<'_>, role: Role) -> Fault {
    let help = if scope.has_parameters {
        "read it from the path with `Path<…>` or the folder's `Params`, or from the query with `Query<…>`"
    } else if role == Role::Last {
        "read it from the query with `Query<…>`, or from the body with `Json<…>` or `Form<…>`"
    } else {
        "read it from the query with `Query<…>`"
    };
    let (code, message) = if role == Role::WithoutBody {
        (Code::PartsExtractor, NOT_OF_PARTS)
    } else {
        (Code::Extractor, NOT_AN_EXTRACTOR)
    };
    Fault::new(code, message, help)
}

fn body_value() -> Fault {
    Fault::new(
        Code::Extractor,
        NOT_AN_EXTRACTOR,
        "read it from the body with `Json<…>`, or take the body as `Bytes`",
    )
}

fn text_or_bytes(scope: &Scope<'_>, owned: &str, role: Role) -> Fault {
    if role == Role::WithoutBody {
        return value(scope, role);
    }
    let help = if scope.has_parameters {
        format!("take `{owned}` for the body, or `Path<String>` for a parameter of the path")
    } else {
        format!("take `{owned}` for the body")
    };
    Fault::new(Code::Extractor, NOT_AN_EXTRACTOR, help)
}
