//! `generate_static_params` whose items are not the folder's parameters.

use super::{
    Site,
    path_types::SINGLE,
    types::{path_type, tuple},
};
use crate::{
    diagnostics::Problem,
    route_file::{GENERATE_STATIC_PARAMS, Handler, Shape},
};

pub(super) fn check<'s>(site: &'s Site<'_>) -> impl Iterator<Item = Problem> + 's {
    let functions = site
        .endpoint
        .source
        .generators_named(GENERATE_STATIC_PARAMS);
    functions.filter_map(|function| lists(site, function))
}

fn lists(site: &Site<'_>, function: &Handler) -> Option<Problem> {
    if matches!(function.shape, Shape::Reexport) {
        return None;
    }
    let parameters = site.parameters();
    if parameters.is_empty() {
        return Some(site.problem(
            format!(
                "`generate_static_params` lists parameters, and `{}` has none",
                site.pattern
            ),
            function.at,
            "remove the function, or put the file into a folder such as `[slug]`".to_owned(),
        ));
    }
    let Some(returned) = &function.returns else {
        return Some(site.problem(
            "`generate_static_params` returns nothing".to_owned(),
            function.at,
            "return `Vec<Params>`".to_owned(),
        ));
    };
    let list = path_type(&returned.ty)?;
    let item = match (list.name, list.arguments.as_slice()) {
        ("Vec", [item]) => *item,
        (name, []) if SINGLE.contains(&name) => {
            return Some(site.problem(
                format!(
                    "`generate_static_params` returns `{}`, which is no list of parameters",
                    returned.ty
                ),
                returned.at,
                "return `Vec<Params>`".to_owned(),
            ));
        }
        _ => return None,
    };
    let is_params = !SINGLE.contains(&item)
        && tuple(item).is_none()
        && path_type(item).is_none_or(|ty| ty.name != "Vec");
    if is_params {
        return None;
    }
    Some(site.problem(
        format!("`generate_static_params` lists `{item}`, and not the `Params` of its folder"),
        returned.at,
        "return `Vec<Params>`".to_owned(),
    ))
}
