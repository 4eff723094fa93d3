//! `generate_static_params` in a path without parameters.

use super::site::Site;
use crate::{
    app_file::GENERATE_STATIC_PARAMS,
    diagnostics::{Code, Problem},
    route_file::Shape,
};

pub(super) fn check<'s>(site: &'s Site<'_>) -> impl Iterator<Item = Problem> + 's {
    let functions = site.file.exports.generators_named(GENERATE_STATIC_PARAMS);
    let functions = functions.filter(|it| !matches!(it.shape, Shape::Reexport));
    let functions = functions.filter(|_| site.file.parameters().is_empty());
    functions.map(|function| {
        site.problem(
            Code::NoParameters,
            function.at,
            format!(
                "`{GENERATE_STATIC_PARAMS}` has no effect: `{}` has no parameters",
                site.pattern
            ),
            "remove the function, or move the file to a folder such as `[slug]`",
        )
    })
}
