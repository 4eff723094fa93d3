//! Functions that list static params or sitemaps.

use super::{
    known::is_primitive,
    mistake::{Fault, Fit},
    scope::{Meaning, Origin, Scope},
    ty::Ty,
};
use crate::diagnostics::Code;

/// Judges what `generate_static_params` returns.
pub(super) fn static_params<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>) -> Fit {
    match list_of(scope, ty) {
        Some(Meaning::Params) => Fit::Yes,
        // A type of the file is not the one that the router generates.
        Some(Meaning::Known(..) | Meaning::Declared(_)) => Fit::No(no_params()),
        _ if is_other(scope, ty) => Fit::No(no_params()),
        _ => Fit::Unknown(no_params()),
    }
}

/// Judges what `generate_sitemaps` returns.
pub(super) fn sitemaps<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>) -> Fit {
    match list_of(scope, ty) {
        Some(Meaning::Known(Origin::Std, name, _)) if is_primitive(name) || name == "String" => {
            Fit::Yes
        }
        _ => Fit::Unknown(Fault::new(
            Code::Sitemaps,
            ", expected a `Vec` of ids",
            "return `Vec<u32>`, or `Result<Vec<u32>, E>`; an id can be any type that implements `Display`",
        )),
    }
}

/// The items of a `Vec`, or of a `Result` with a `Vec`.
fn list_of<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>) -> Option<Meaning<'s>> {
    match scope.meaning(ty) {
        Meaning::Known(_, "Result", [list, ..]) => match scope.meaning(list) {
            Meaning::Known(Origin::Std, "Vec", [item]) => Some(item_of(scope, item)),
            _ => None,
        },
        Meaning::Known(Origin::Std, "Vec", [item]) => Some(item_of(scope, item)),
        _ => None,
    }
}

fn item_of<'s>(scope: &Scope<'s>, item: &'s Ty<'s>) -> Meaning<'s> {
    match item {
        Ty::Tuple(parts) => Meaning::Known(Origin::Std, "tuple", parts),
        item => scope.meaning(item),
    }
}

/// Returns `true` for a known type other than a list.
fn is_other<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>) -> bool {
    match scope.meaning(ty) {
        Meaning::Known(_, "Result", [list, ..]) => is_other(scope, list),
        Meaning::Known(_, "Result", _) | Meaning::Known(Origin::Std, "Vec" | "Box", _) => false,
        Meaning::Known(..) | Meaning::Declared(_) => true,
        _ => false,
    }
}

pub(super) fn no_params() -> Fault {
    Fault::new(
        Code::StaticParams,
        ", expected `Vec<Params>`",
        "return `Vec<Params>` with the `Params` of this folder, or `Result<Vec<Params>, E>`",
    )
}
