//! Metadata files that clash, stand where nobody looks, or list sitemaps in vain.

use super::{
    Context, Site, first_file,
    types::{path_type, tuple},
};
use crate::{
    app_file::FileKind,
    diagnostics::{Place, Problem},
    metadata_file::Metadata,
    route_file::{Argument, GENERATE_SITEMAPS, Handler, Shape},
    scan::PUBLIC,
    tree::{Endpoint, Node, SITEMAP_ID},
};

/// A URL that a metadata file does not have for itself.
pub(super) fn claims(context: &Context<'_>, node: &Node) -> Option<Problem> {
    let is_metadata = |kind: FileKind| kind.metadata().is_some();
    let metadata = node.claims().find(|it| is_metadata(it.kind))?;
    let other = node.claims().find(|it| it.file != metadata.file)?;
    let what = if node.claims().all(|it| is_metadata(it.kind)) {
        match node.rivals.len() {
            1 => "two metadata files".to_owned(),
            more => format!("{} metadata files", more + 1),
        }
    } else {
        format!("both a {} and a metadata file", other.kind.noun())
    };
    let (one, two) = (context.shown(&metadata.file), context.shown(&other.file));
    Some(Problem {
        message: format!("`{}` is claimed by {what}", node.pattern),
        places: node.claims().map(|it| context.first_place(it)).collect(),
        help: format!("delete `{one}` or `{two}`"),
    })
}

pub(super) fn check(site: &Site<'_>) -> Vec<Problem> {
    let Some(metadata) = site.endpoint.kind.metadata() else {
        return Vec::new();
    };
    let mut problems: Vec<Problem> = misplaced(site, metadata).into_iter().collect();
    if site.endpoint.kind == FileKind::Metadata(Metadata::Sitemap) {
        problems.extend(sitemaps(site));
    }
    problems
}

/// A parameter's folder where several sitemaps have their URLs.
pub(super) fn beside_sitemaps(context: &Context<'_>, children: &[&Node]) -> Option<Problem> {
    let is_sitemaps = |node: &&&Node| {
        let endpoint = node.endpoint.as_ref();
        endpoint.is_some_and(|it| it.source.has_generator(GENERATE_SITEMAPS))
    };
    let sitemaps = children.iter().find(is_sitemaps)?;
    let other = children.iter().find(|it| !is_sitemaps(it))?;
    let (sitemap, file) = (sitemaps.endpoint.as_ref()?, first_file(other)?);
    Some(Problem {
        message: format!(
            "`{}` is where the sitemaps of `{}` have their addresses",
            other.pattern,
            context.shown(&sitemap.file)
        ),
        places: vec![context.first_place(file), context.first_place(sitemap)],
        help: format!(
            "move `{}` out of the folder `sitemap`",
            context.shown(&file.file)
        ),
    })
}

/// A file that is sent as it is, where a route answers.
pub(super) fn beside_public(
    context: &Context<'_>,
    node: &Node,
    endpoint: &Endpoint,
    file: &str,
) -> Problem {
    let file = format!("{PUBLIC}/{file}");
    let other = context.shown(&endpoint.file);
    Problem {
        message: format!(
            "`{}` is claimed by both a {} and a file of `{PUBLIC}/`",
            node.pattern,
            endpoint.kind.noun()
        ),
        help: format!("delete `{file}` or `{other}`"),
        places: vec![context.first_place(endpoint), Place { file, at: None }],
    }
}

/// What could stand in an empty file.
pub(super) fn example(name: &str) -> String {
    let (returns, value) = match name {
        "sitemap" => ("Sitemap", "Sitemap::new([])"),
        "robots" => ("Robots", "Robots::new()"),
        "manifest" => ("Manifest", "Manifest::new(\"…\")"),
        _ => ("Image", "Image::png(…)"),
    };
    format!("pub async fn {name}() -> {returns} {{ {value} }}")
}

/// `blog/robots.txt`, which no crawler asks for.
fn misplaced(site: &Site<'_>, metadata: Metadata) -> Option<Problem> {
    let name = site.endpoint.file.rsplit('/').next()?;
    if !metadata.is_at_the_root() || site.segments.len() < 2 {
        return None;
    }
    let url = metadata.url(name);
    Some(Problem {
        message: format!(
            "`/{url}` is looked for at the root of a site, and nobody asks for `{}`",
            site.pattern
        ),
        places: vec![site.context.first_place(site.endpoint)],
        help: format!("move it to `{}`", site.context.shown(name)),
    })
}

fn sitemaps(site: &Site<'_>) -> Vec<Problem> {
    let generators = site.endpoint.source.generators_named(GENERATE_SITEMAPS);
    let mut problems: Vec<Problem> = generators
        .flat_map(|it| {
            below_parameters(site, it)
                .into_iter()
                .chain(returned(site, it))
        })
        .collect();
    let of_id = if site.endpoint.source.has_generator(GENERATE_SITEMAPS) {
        path_of_an_id
    } else {
        id_of_nothing
    };
    problems.extend(arguments(site).filter_map(|it| of_id(site, it)));
    problems
}

fn arguments<'s>(site: &'s Site<'_>) -> impl Iterator<Item = &'s Argument> {
    let handlers = site.endpoint.source.handlers_named("sitemap");
    handlers.flat_map(|handler| match &handler.shape {
        Shape::Fn { arguments, .. } => arguments.as_slice(),
        Shape::Reexport => &[],
    })
}

/// An id where there is one sitemap.
fn id_of_nothing(site: &Site<'_>, argument: &Argument) -> Option<Problem> {
    (path_type(&argument.ty)?.name == "SitemapId").then(|| {
        site.problem(
            format!(
                "`sitemap` takes `{}`, and the file has no `{GENERATE_SITEMAPS}`",
                argument.ty
            ),
            argument.at,
            format!("add `pub async fn {GENERATE_SITEMAPS}() -> Vec<u32>`, or remove the argument"),
        )
    })
}

/// `Path<u32>`, which would be given `0.xml`.
fn path_of_an_id(site: &Site<'_>, argument: &Argument) -> Option<Problem> {
    let path = path_type(&argument.ty)?;
    if path.name != "Path" {
        return None;
    }
    let held = match path.arguments.as_slice() {
        [held] if tuple(held).is_none() => held,
        _ => "u32",
    };
    Some(site.problem(
        format!(
            "`{}` would hold the name of a file, such as `0.xml`",
            argument.ty
        ),
        argument.at,
        format!("write `SitemapId<{held}>`, which holds the id"),
    ))
}

fn below_parameters(site: &Site<'_>, generator: &Handler) -> Option<Problem> {
    let parameters = site.parameters();
    let first = parameters.iter().find(|name| **name != SITEMAP_ID)?;
    Some(site.problem(
        format!(
            "`{GENERATE_SITEMAPS}` stands below `{first}`, for whose values there is one sitemap each"
        ),
        generator.at,
        "move the file above the parameter, or remove the function".to_owned(),
    ))
}

fn returned(site: &Site<'_>, generator: &Handler) -> Option<Problem> {
    if matches!(generator.shape, Shape::Reexport) {
        return None;
    }
    let help = "return `Vec<u32>`, or a list of other ids".to_owned();
    let Some(returned) = &generator.returns else {
        let message = format!("`{GENERATE_SITEMAPS}` returns nothing");
        return Some(site.problem(message, generator.at, help));
    };
    let is_single = super::path_types::SINGLE.contains(&returned.ty.as_str());
    is_single.then(|| {
        site.problem(
            format!(
                "`{GENERATE_SITEMAPS}` returns `{}`, which is no list of ids",
                returned.ty
            ),
            returned.at,
            help,
        )
    })
}
