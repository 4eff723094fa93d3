//! `generate_static_params` with another return type than the folder's parameters.

use super::{path_types::SINGLE, site::Site};
use crate::{
    app_file::GENERATE_STATIC_PARAMS,
    diagnostics::{Code, Problem},
    route_file::{
        Handler, Shape,
        types::{path_type, tuple},
    },
};

pub(super) fn check<'s>(site: &'s Site<'_>) -> impl Iterator<Item = Problem> + 's {
    let functions = site.file.exports.generators_named(GENERATE_STATIC_PARAMS);
    functions.filter_map(|function| wrong_type(site, function))
}

fn wrong_type(site: &Site<'_>, function: &Handler) -> Option<Problem> {
    if matches!(function.shape, Shape::Reexport) {
        return None;
    }
    if site.file.parameters().is_empty() {
        return Some(site.problem(
            Code::NoParameters,
            function.at,
            format!(
                "`{GENERATE_STATIC_PARAMS}` has no effect: `{}` has no parameters",
                site.pattern
            ),
            "remove the function, or move the file to a folder such as `[slug]`",
        ));
    }
    let (found, at) = match &function.returns {
        None => ("nothing".to_owned(), function.at),
        Some(it) if is_wrong(&it.ty) => (format!("`{}`", it.ty), it.at),
        Some(_) => return None,
    };
    Some(site.problem(
        Code::StaticParams,
        at,
        format!("`{GENERATE_STATIC_PARAMS}` returns {found}, expected `Vec<Params>`"),
        "return `Vec<Params>` with the `Params` of this folder",
    ))
}

/// Returns `true` if a type is certainly not a list of `Params`. The compiler judges all others.
fn is_wrong(ty: &str) -> bool {
    let Some(list) = path_type(ty) else {
        return false;
    };
    match (list.name, list.arguments.as_slice()) {
        ("Vec", [item]) => {
            SINGLE.contains(item)
                || tuple(item).is_some()
                || path_type(item).is_some_and(|ty| ty.name == "Vec")
        }
        (name, []) => SINGLE.contains(&name),
        _ => false,
    }
}
