//! Parts of the state.

use super::{
    known::is_std,
    mistake::{Fault, Fit, Role},
    scope::{Scope, State},
    ty::Ty,
};
use crate::diagnostics::Code;

/// The trait of the parts of a state, as a path that needs no `use`.
pub(super) const FROM_REF: &str = "axum::extract::FromRef";
/// The key of cookies.
const KEY: &str = "router_runtime::cookie::Key";

/// Judges cookies that a key of the state signs or encrypts.
pub(super) fn with_key(scope: &Scope<'_>) -> Fit {
    match scope.state {
        Some(State { text, .. }) => Fit::Unknown(Fault::new(
            Code::NoState,
            format!(", but the state `{text}` has no `Key`"),
            format!(
                "write `impl {FROM_REF}<{text}> for {KEY}`, which returns the key of the state"
            ),
        )),
        // No other crate can implement `FromRef<()>` for the key.
        None => Fit::No(Fault::new(
            Code::NoState,
            ", whose `Key` is a part of the state, but `routes!` declares no state",
            format!(
                "write `routes!(\"{}\", state = AppState)` and `impl {FROM_REF}<AppState> for {KEY}`",
                scope.folder
            ),
        )),
    }
}

/// Judges the type in `State<…>`.
pub(super) fn state<'s>(scope: &Scope<'s>, inner: &'s Ty<'s>, role: Role) -> Fit {
    let Some(state) = scope.state else {
        if matches!(inner, Ty::Tuple(parts) if parts.is_empty()) {
            return Fit::Yes;
        }
        let example = match inner {
            Ty::Path { prefix, name, .. } => format!("{prefix}{name}"),
            _ => "AppState".to_owned(),
        };
        let fault = Fault::new(
            Code::NoState,
            ", but `routes!` declares no state",
            format!("write `routes!(\"{}\", state = {example})`", scope.folder),
        );
        // A type of the user may implement `FromRef<()>`.
        return if is_std(scope, inner) {
            Fit::No(fault)
        } else {
            Fit::ProbablyNot(fault)
        };
    };
    if let Ty::Path {
        prefix,
        name,
        arguments,
    } = inner
        && arguments.is_empty()
        && let Some(path) = scope.exports.names.own_path(prefix, name)
        && state.paths.contains(&path)
    {
        return Fit::Yes;
    }
    let text = &state.text;
    let is_namesake = |path: &&String| match inner {
        Ty::Path { name, .. } => path.rsplit("::").next() == Some(name),
        _ => false,
    };
    let (message, help) = match state.paths.first().filter(is_namesake) {
        Some(path) => (
            ", but the application's state is another type of this name".to_owned(),
            format!("take `State<{path}>`"),
        ),
        None => (
            format!(", which is not part of the state `{text}`"),
            format!("take `State<{text}>`, or implement `FromRef<{text}>` for the type"),
        ),
    };
    Fit::Unknown(Fault::new(
        match role {
            Role::Parts | Role::WithoutBody => Code::PartsExtractor,
            Role::GeneratorArgument => Code::GeneratorArgument,
            _ => Code::Extractor,
        },
        message,
        help,
    ))
}
