//! Several files with one URL.

use super::site::Context;
use crate::{
    app_file::FileKind,
    diagnostics::{Code, Place, Problem},
    scan::PUBLIC,
    segment::Segment,
    tree::{Endpoint, Node, RoutedFile},
    unicode::composed,
};
use std::collections::BTreeMap;

/// The mistakes among the files of one node.
pub(super) fn check(context: Context<'_>, node: &Node) -> Vec<Problem> {
    if node.rivals.is_empty() {
        return Vec::new();
    }
    let rules = [page_and_route, metadata, same_kind];
    rules
        .iter()
        .filter_map(|rule| rule(context, node))
        .collect()
}

/// Files in `public` with the URL of an endpoint. They take precedence over parameters only.
pub(super) fn with_public(context: Context<'_>, files: &[String]) -> Vec<Problem> {
    // A pattern has composed letters, and the server finds a file by them too.
    let files: BTreeMap<_, _> = files.iter().map(|file| (composed(file), file)).collect();
    let mut problems = Vec::new();
    if files.is_empty() {
        return problems;
    }
    context.tree.root.walk(&mut |node| {
        if let Some(endpoint) = &node.endpoint
            && let Some(url) = node.pattern.strip_prefix('/')
            && let Some(file) = files.get(url)
        {
            problems.push(public_file(context, &node.pattern, &endpoint.file, file));
        }
    });
    problems
}

/// `public` is the path of the file in that folder.
fn public_file(context: Context<'_>, pattern: &str, file: &RoutedFile, public: &str) -> Problem {
    let public = format!("{PUBLIC}/{public}");
    let noun = file.kind.noun();
    Problem::new(
        Code::PublicFile,
        format!("`{pattern}` is handled by both a {noun} and a file in `{PUBLIC}/`"),
        format!("delete `{public}` or `{}`", context.shown(&file.path)),
    )
    .at([context.first_place(file), Place::whole(public)])
}

fn page_and_route(context: Context<'_>, node: &Node) -> Option<Problem> {
    let of_kind = |kind| {
        node.claims()
            .filter(move |endpoint| endpoint.file.kind == kind)
    };
    let (page, route) = (
        of_kind(FileKind::Page).next()?,
        of_kind(FileKind::Route).next()?,
    );
    let both = of_kind(FileKind::Page).chain(of_kind(FileKind::Route));
    let problem = Problem::new(
        Code::PageAndRoute,
        format!("`{}` is handled by both a page and a route", node.pattern),
        way_out(context, node, page, route),
    );
    Some(problem.at(both.map(|endpoint| context.first_place(&endpoint.file))))
}

/// The nearest free folder for the route.
fn way_out(context: Context<'_>, node: &Node, page: &Endpoint, route: &Endpoint) -> String {
    let (page, route) = (&page.file, &route.file);
    let below = node.pattern.trim_end_matches('/');
    // Nothing can follow a catch-all, so there the new folder comes first.
    let comes_first = node.segment.as_ref().is_some_and(Segment::is_catch_all);
    for name in ["api", "data"] {
        let (url, file) = if comes_first {
            (format!("/{name}{below}"), format!("{name}/{}", route.path))
        } else {
            let folder = route.folder();
            (
                format!("{below}/{name}"),
                format!("{folder}{name}/route.rs"),
            )
        };
        if !context.tree.has(&url) {
            let file = context.shown(&file);
            return format!("move the handlers to `{file}`, whose URL is `{url}`");
        }
    }
    let (page, route) = (context.shown(&page.path), context.shown(&route.path));
    format!("delete `{page}` or `{route}`")
}

/// A metadata file and another file.
fn metadata(context: Context<'_>, node: &Node) -> Option<Problem> {
    let metadata = node.claims().find(|it| it.file.is_metadata())?;
    let other = node
        .claims()
        .find(|it| it.file.path != metadata.file.path)?;
    let files = if node.claims().all(|it| it.file.is_metadata()) {
        format!("{} metadata files", count(node))
    } else {
        format!("both a {} and a metadata file", other.file.kind.noun())
    };
    let (one, two) = (
        context.shown(&metadata.file.path),
        context.shown(&other.file.path),
    );
    let problem = Problem::new(
        Code::MetadataUrl,
        format!("`{}` is handled by {files}", node.pattern),
        format!("delete `{one}` or `{two}`"),
    );
    Some(problem.at(node.claims().map(|it| context.first_place(&it.file))))
}

/// Two pages or two routes: through groups, `%5F` or escapes.
fn same_kind(context: Context<'_>, node: &Node) -> Option<Problem> {
    let first = &node.endpoint.as_ref()?.file;
    let second = &node.rivals.first()?.file;
    let is_other = |rival: &Endpoint| rival.file.kind != first.kind;
    if first.is_metadata() || node.rivals.iter().any(is_other) {
        return None;
    }
    let (first_file, second_file) = (context.shown(&first.path), context.shown(&second.path));
    let help = match first.kind {
        // A file has a single function `page`.
        FileKind::Page => format!("delete `{second_file}`, or move it to another URL"),
        _ => format!("merge `{second_file}` into `{first_file}`"),
    };
    let problem = Problem::new(
        Code::SameUrl,
        format!(
            "`{}` is handled by {} {}s",
            node.pattern,
            count(node),
            first.kind.noun()
        ),
        help,
    );
    Some(problem.at(node.claims().map(|it| context.first_place(&it.file))))
}

/// The number of files of a node in words.
fn count(node: &Node) -> String {
    match node.rivals.len() {
        1 => "two".to_owned(),
        more => (more + 1).to_string(),
    }
}
