//! Functions that list values, which the router does not see: hidden, misspelled or re-exported.

use super::{Site, distance::distance};
use crate::{
    diagnostics::Problem,
    route_file::{GENERATE_SITEMAPS, Other, OtherKind, Shape, generator_names},
};

pub(super) fn check(site: &Site<'_>) -> Vec<Problem> {
    let file = &site.endpoint.source;
    let others = file.others.iter().filter_map(|other| missed(site, other));
    let reexports = file
        .generators
        .iter()
        .filter(|generator| matches!(generator.shape, Shape::Reexport));
    let refused = reexports.map(|generator| {
        let name = &generator.name;
        site.problem(
            format!("`{name}` is re-exported, and `routes!` does not see what it takes"),
            generator.at,
            format!("write {}", wrapper(name)),
        )
    });
    others.chain(refused).collect()
}

/// A function of this name that calls another.
pub(crate) fn wrapper(name: &str) -> String {
    let item = if name == GENERATE_SITEMAPS {
        "u32"
    } else {
        "Params"
    };
    format!("`pub async fn {name}() -> Vec<{item}> {{ path::of::{name}().await }}`")
}

/// `fn generate_static_params` without `pub`, or `pub fn generateStaticParams`.
fn missed(site: &Site<'_>, other: &Other) -> Option<Problem> {
    let plain = |name: &str| name.to_lowercase().replace('_', "");
    let name = other.name.as_str();
    if other.kind != OtherKind::Fn {
        return None;
    }
    let mut names = generator_names(site.endpoint.kind).iter();
    if names.clone().any(|right| *right == name) {
        return Some(site.problem(
            format!("`{name}` is not `pub`, so the router cannot call it"),
            other.at,
            format!("write `pub async fn {name}`"),
        ));
    }
    let right = names.find(|right| distance(&plain(name), &plain(right)) <= 2)?;
    other.is_public.then(|| {
        site.problem(
            format!("`{name}` lists nothing, but is almost `{right}`"),
            other.at,
            format!("rename it to `{right}`, or remove its `pub` if it is a helper"),
        )
    })
}
