//! `generate_sitemaps` and the ids of sitemaps.

use super::{
    path_types::SINGLE,
    site::{Context, Site},
};
use crate::{
    app_file::GENERATE_SITEMAPS,
    diagnostics::{Code, Problem},
    route_file::{
        Argument, Handler, Shape,
        types::{path_type, tuple},
    },
    tree::{Node, SITEMAP_ID},
};

pub(super) fn check(site: &Site<'_>) -> Vec<Problem> {
    let exports = &site.file.exports;
    let generators = exports.generators_named(GENERATE_SITEMAPS);
    let mut problems: Vec<Problem> = generators
        .flat_map(|it| [below_a_parameter(site, it), wrong_type(site, it)])
        .flatten()
        .collect();
    let rule = if exports.has_generator(GENERATE_SITEMAPS) {
        id_as_a_path
    } else {
        id_without_sitemaps
    };
    let handlers = exports.handlers_named("sitemap");
    let arguments = handlers.filter_map(Handler::arguments).flatten();
    problems.extend(arguments.filter_map(|it| rule(site, it)));
    problems
}

/// A parameter's folder at the URLs of generated sitemaps.
pub(super) fn at_a_parameter(context: Context<'_>, children: &[&Node]) -> Option<Problem> {
    let is_sitemaps = |node: &&&Node| {
        let endpoint = node.endpoint.as_ref();
        endpoint.is_some_and(|it| it.file.exports.has_generator(GENERATE_SITEMAPS))
    };
    let sitemap = &children.iter().find(is_sitemaps)?.endpoint.as_ref()?.file;
    let other = children.iter().find(|it| !is_sitemaps(it))?;
    let file = other.first_file()?;
    let problem = Problem::new(
        Code::SitemapUrls,
        format!(
            "`{}` conflicts with the sitemaps of `{}`",
            other.pattern,
            context.shown(&sitemap.path)
        ),
        format!(
            "move `{}` out of the folder `sitemap`",
            context.shown(&file.path)
        ),
    );
    Some(problem.at([context.first_place(file), context.first_place(sitemap)]))
}

/// `SitemapId` in a file with a single sitemap.
fn id_without_sitemaps(site: &Site<'_>, argument: &Argument) -> Option<Problem> {
    (path_type(&argument.ty)?.name == "SitemapId").then(|| {
        site.problem(
            Code::SitemapId,
            argument.at,
            format!(
                "`sitemap` takes `{}`, but the file has no `{GENERATE_SITEMAPS}`",
                argument.ty
            ),
            format!("add `pub async fn {GENERATE_SITEMAPS}() -> Vec<u32>`, or remove the argument"),
        )
    })
}

/// `Path<u32>`, which would contain `0.xml`.
fn id_as_a_path(site: &Site<'_>, argument: &Argument) -> Option<Problem> {
    let path = path_type(&argument.ty)?;
    if path.name != "Path" {
        return None;
    }
    let id = match path.arguments.as_slice() {
        [id] if tuple(id).is_none() => id,
        _ => "u32",
    };
    Some(site.problem(
        Code::SitemapPath,
        argument.at,
        format!(
            "`{}` would contain a file name such as `0.xml` and not the id, expected `SitemapId<{id}>`",
            argument.ty
        ),
        format!("write `SitemapId<{id}>`, which contains the id"),
    ))
}

fn below_a_parameter(site: &Site<'_>, generator: &Handler) -> Option<Problem> {
    let parameters = site.file.parameters();
    let first = parameters.iter().find(|name| **name != SITEMAP_ID)?;
    Some(site.problem(
        Code::SitemapsBelowParameter,
        generator.at,
        format!("`{GENERATE_SITEMAPS}` cannot be used below the parameter `{first}`"),
        "move the file above the parameter, or remove the function",
    ))
}

fn wrong_type(site: &Site<'_>, generator: &Handler) -> Option<Problem> {
    if matches!(generator.shape, Shape::Reexport) {
        return None;
    }
    let (found, at) = match &generator.returns {
        None => ("nothing".to_owned(), generator.at),
        Some(it) if SINGLE.contains(&it.ty.as_str()) => (format!("`{}`", it.ty), it.at),
        Some(_) => return None,
    };
    Some(site.problem(
        Code::Sitemaps,
        at,
        format!("`{GENERATE_SITEMAPS}` returns {found}, expected a list of ids"),
        "return `Vec<u32>`, or a list of other ids",
    ))
}
