//! Handlers that the router cannot call.

use super::site::Site;
use crate::{
    diagnostics::{Code, Problem},
    route_file::{Flaw, Handler},
};

/// The limit of axum.
const MAX_ARGUMENTS: usize = 16;

pub(super) fn check(site: &Site<'_>) -> Vec<Problem> {
    let exports = &site.file.exports;
    let functions = exports.handlers.iter().chain(&exports.generators);
    let functions = functions.chain(&exports.layers);
    let flawed = functions.filter_map(|it| Some(problem(site, it, it.flaw?)));
    let handlers = exports.handlers.iter();
    flawed
        .chain(handlers.filter_map(|it| too_many_arguments(site, it)))
        .collect()
}

fn problem(site: &Site<'_>, handler: &Handler, flaw: Flaw) -> Problem {
    let name = &handler.name;
    let declaration = || format!("write `pub async fn {name}`");
    let (code, found, help) = match flaw {
        Flaw::Generic => (
            Code::GenericHandler,
            "is generic, but the router cannot infer its type parameters",
            "remove the `<…>` after its name and use concrete types".to_owned(),
        ),
        Flaw::ImplTrait => (
            Code::ImplTrait,
            "takes an `impl Trait`, but the router cannot infer its type",
            "use a concrete type for the argument".to_owned(),
        ),
        Flaw::Unsafe => (
            Code::Qualifier,
            "is an `unsafe fn`, expected `fn` or `async fn`",
            format!("write `pub async fn {name}` with an `unsafe` block in its body"),
        ),
        Flaw::Extern => (
            Code::Qualifier,
            "is an `extern fn`, expected `fn` or `async fn`",
            declaration(),
        ),
        Flaw::Const => (
            Code::Qualifier,
            "is a `const fn`, expected `fn` or `async fn`",
            declaration(),
        ),
    };
    site.problem(code, handler.at, format!("`{name}` {found}"), help)
}

fn too_many_arguments(site: &Site<'_>, handler: &Handler) -> Option<Problem> {
    let arguments = handler.arguments()?;
    let first_extra = arguments.get(MAX_ARGUMENTS)?;
    let (name, count) = (&handler.name, arguments.len());
    Some(site.problem(
        Code::TooManyArguments,
        first_extra.at,
        format!("`{name}` takes {count} arguments, expected at most {MAX_ARGUMENTS}"),
        "combine several of them in an extractor of your own",
    ))
}
