//! Generator functions that are not public, misspelled or re-exported.

use super::{hidden::wrapper, plain};
use crate::{
    check::site::Site,
    diagnostics::{Code, Problem, distance},
    route_file::{Other, OtherKind, Shape},
};

pub(in crate::check) fn check(site: &Site<'_>) -> Vec<Problem> {
    let exports = &site.file.exports;
    let others = exports.others.iter().filter_map(|it| not_used(site, it));
    let generators = exports.generators.iter();
    let reexports = generators.filter(|it| matches!(it.shape, Shape::Reexport));
    let reexports = reexports.map(|generator| {
        let name = &generator.name;
        site.problem(
            Code::ReexportedGenerator,
            generator.at,
            format!("`{name}` is re-exported, so `routes!` cannot see its arguments"),
            format!("write {}", wrapper(name)),
        )
    });
    others.chain(reexports).collect()
}

/// `fn generate_static_params` without `pub`, or `pub fn generateStaticParams`.
fn not_used(site: &Site<'_>, other: &Other) -> Option<Problem> {
    let name = other.name.as_str();
    if other.kind != OtherKind::Fn {
        return None;
    }
    let generators = site.file.kind.generators();
    if generators.contains(&name) {
        return Some(site.not_public(other, "async fn"));
    }
    let mut generators = generators.iter();
    let right = generators.find(|right| distance(&plain(name), &plain(right)) <= 2)?;
    let found = "is not a generator function";
    other
        .is_public
        .then(|| site.misspelled(Code::Misspelled, other, found, right))
}
