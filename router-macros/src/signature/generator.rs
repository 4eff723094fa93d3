//! Functions that list static params or sitemaps.

use super::{
    known::is_primitive,
    mistake::{Fault, Fit, Role},
    scope::{Meaning, Origin, Scope, is_not},
    state::state,
    ty::Ty,
};
use crate::diagnostics::Code;

/// Judges an argument of a generator function.
pub(super) fn argument<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>) -> Fit {
    if let Meaning::Known(Origin::Web, "State", [inner]) = scope.meaning(ty) {
        return state(scope, inner, Role::GeneratorArgument);
    }
    let example = scope.state.map_or("AppState", |state| &state.text);
    let fault = Fault::new(
        Code::GeneratorArgument,
        ", expected `State<…>`: it runs without a request",
        format!("take `State<{example}>`, or remove the argument"),
    );
    if is_not(*scope, ty, "State") {
        Fit::No(fault)
    } else {
        Fit::Unknown(fault)
    }
}

/// Judges what `generate_static_params` returns.
pub(super) fn static_params<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>) -> Fit {
    match list_of(scope, ty) {
        Some((Meaning::Params, true)) => Fit::Yes,
        // A type of the file is not the one that the router generates.
        Some((Meaning::Known(..), _)) => Fit::No(no_params()),
        Some((Meaning::Declared(declared), _)) if declared.is_certain => Fit::No(no_params()),
        Some((Meaning::Declared(_), _)) => Fit::ProbablyNot(no_params()),
        _ if is_other(scope, ty) => Fit::No(no_params()),
        _ => Fit::Unknown(no_params()),
    }
}

/// Judges what `generate_sitemaps` returns.
pub(super) fn sitemaps<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>) -> Fit {
    match list_of(scope, ty) {
        Some((Meaning::Known(Origin::Std, name, _), true))
            if is_primitive(name) || name == "String" =>
        {
            Fit::Yes
        }
        _ => Fit::Unknown(Fault::new(
            Code::Sitemaps,
            ", expected a `Vec` of ids",
            "return `Vec<u32>`, or `Result<Vec<u32>, E>`; an id can be any type that implements `Display`",
        )),
    }
}

/// The items of a `Vec`, or of a `Result` with a `Vec`, and `true` if its error certainly implements `Display`.
fn list_of<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>) -> Option<(Meaning<'s>, bool)> {
    match scope.meaning(ty) {
        Meaning::Known(_, "Result", [list, error @ ..]) => match scope.meaning(list) {
            Meaning::Known(Origin::Std, "Vec", [item]) => {
                let is_shown = error.iter().all(|it| is_shown(scope, it));
                Some((item_of(scope, item), is_shown))
            }
            _ => None,
        },
        Meaning::Known(Origin::Std, "Vec", [item]) => Some((item_of(scope, item), true)),
        _ => None,
    }
}

/// Returns `true` if a type of an error certainly implements `Display`.
fn is_shown<'s>(scope: &Scope<'s>, error: &'s Ty<'s>) -> bool {
    matches!(
        scope.meaning(error),
        Meaning::Known(Origin::Std, "String", _) | Meaning::Known(Origin::Web, "Error", _)
    )
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
        Meaning::Known(..) => true,
        Meaning::Declared(declared) => declared.is_certain,
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
