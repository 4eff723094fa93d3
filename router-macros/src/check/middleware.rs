//! What a `middleware.rs` exports.

use super::{Site, methods};
use crate::diagnostics::Problem;

pub(super) fn check(site: &Site<'_>) -> Vec<Problem> {
    let mut problems = methods::check(site);
    problems.extend(both(site));
    let constants = site.endpoint.source.constants.iter();
    problems.extend(constants.map(|constant| {
        let name = &constant.name;
        site.problem(
            format!("`{name}` configures a route, and a middleware is none"),
            constant.at,
            "move it to the route files below, or remove its `pub` if it is a helper".to_owned(),
        )
    }));
    problems
}

/// Two ways to say one thing, and nobody could tell which comes first.
fn both(site: &Site<'_>) -> Option<Problem> {
    let file = &site.endpoint.source;
    let middleware = file.handlers_named("middleware").next()?;
    let layer = file.handlers_named("layer").next()?;
    // Each may stand for another build.
    if middleware.cfg.is_some() || layer.cfg.is_some() {
        return None;
    }
    let mut problem = site.problem(
        "a file exports `middleware` or `layer`, and this one exports both".to_owned(),
        middleware.at,
        "keep one of them: `folder.layer(axum::middleware::from_fn(…))` makes a layer of a function"
            .to_owned(),
    );
    problem.places.push(site.place(layer.at));
    Some(problem)
}
