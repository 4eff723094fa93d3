//! A page and a route in one segment.

use super::Context;
use crate::{
    app_file::FileKind,
    diagnostics::Problem,
    tree::{Endpoint, Node},
};

pub(super) fn check(context: &Context<'_>, node: &Node) -> Option<Problem> {
    let of_kind = |kind| node.claims().filter(move |endpoint| endpoint.kind == kind);
    let (page, route) = (
        of_kind(FileKind::Page).next()?,
        of_kind(FileKind::Route).next()?,
    );
    let places = of_kind(FileKind::Page)
        .chain(of_kind(FileKind::Route))
        .map(|endpoint| context.first_place(endpoint))
        .collect();
    Some(Problem {
        message: format!("`{}` is claimed by both a page and a route", node.pattern),
        places,
        help: help(context, node, page, route),
    })
}

fn help(context: &Context<'_>, node: &Node, page: &Endpoint, route: &Endpoint) -> String {
    let below = node.pattern.trim_end_matches('/');
    // Nothing can follow a catch-all, so there the new folder comes first.
    let comes_first = node
        .segment
        .as_ref()
        .is_some_and(crate::segment::Segment::is_catch_all);
    for name in ["api", "data"] {
        let (url, file) = if comes_first {
            (format!("/{name}{below}"), format!("{name}/{}", route.file))
        } else {
            let folder = route.file.trim_end_matches("route.rs");
            (
                format!("{below}/{name}"),
                format!("{folder}{name}/route.rs"),
            )
        };
        if !context.has(&url) {
            return format!("move the handlers to `{}`", context.shown(&file));
        }
    }
    format!(
        "delete `{}` or `{}`",
        context.shown(&page.file),
        context.shown(&route.file)
    )
}
