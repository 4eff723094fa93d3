//! `middleware.rs` and `layout.rs` above nothing that they could stand around.

use super::Context;
use crate::{
    app_file::FileKind,
    diagnostics::Problem,
    tree::{Endpoint, RouteTree},
};

/// Asked of a tree without other mistakes: one of them may be why nothing is there.
pub(crate) fn nothing(tree: &RouteTree, shown_as: &str) -> Vec<Problem> {
    let context = Context { shown_as, tree };
    let mut answering: Vec<&Endpoint> = Vec::new();
    tree.root.walk(&mut |node| answering.extend(node.claims()));
    let is_idle = |wrapping: &&Endpoint| {
        let folder = wrapping.folder();
        let is_layout = wrapping.kind == FileKind::Layout;
        let is_around_not_found = is_layout && folder.is_empty() && tree.not_found.is_some();
        let is_around = |it: &&Endpoint| {
            it.file.starts_with(folder) && (!is_layout || it.kind == FileKind::Page)
        };
        !is_around_not_found && !answering.iter().any(is_around)
    };
    let wrapping = tree.middleware.iter().chain(&tree.layouts);
    let idle = wrapping.filter(is_idle);
    idle.map(|endpoint| problem(&context, endpoint)).collect()
}

fn problem(context: &Context<'_>, endpoint: &Endpoint) -> Problem {
    let folder = context.shown(endpoint.folder());
    let folder = folder.trim_end_matches('/');
    let (message, help) = if endpoint.kind == FileKind::Layout {
        (
            format!("`layout` stands around nothing: there is no page in `{folder}` or below"),
            format!(
                "put a `page.rs` into `{folder}`, or delete the layout; routes take no part in layouts"
            ),
        )
    } else {
        (
            format!(
                "the middleware wraps nothing: no file in `{folder}` or below answers a request"
            ),
            format!(
                "put the routes that it is for into `{folder}`, or move it to a folder above them"
            ),
        )
    };
    Problem {
        message,
        places: vec![context.first_place(endpoint)],
        help,
    }
}
