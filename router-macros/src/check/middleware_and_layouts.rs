//! Rules of `middleware.rs` and `layout.rs`.

use super::{
    caching::{Caching, Cause, caching},
    reads_request,
    site::{Context, Site},
};
use crate::{
    diagnostics::{Code, Problem},
    route_file::Shape,
    tree::{Endpoint, Wrapper},
};

/// `middleware` and `layer` in one file: their order would be unclear.
pub(super) fn both(site: &Site<'_>) -> Option<Problem> {
    let exports = &site.file.exports;
    let middleware = exports.handlers_named("middleware").next()?;
    let layer = exports.handlers_named("layer").next()?;
    // Each may exist in another build.
    if middleware.cfg.is_some() || layer.cfg.is_some() {
        return None;
    }
    let problem = site.problem(
        Code::MiddlewareAndLayer,
        middleware.at,
        "`middleware.rs` exports both `middleware` and `layer`, expected one of them",
        "remove one of them; `folder.layer(axum::middleware::from_fn(…))` turns a function into a layer",
    );
    Some(problem.at([site.place(layer.at)]))
}

/// A `layer` that is not a function of the folder.
pub(super) fn layer_signature(site: &Site<'_>) -> Vec<Problem> {
    let layers = site.file.exports.handlers_named("layer");
    let problems = layers.filter_map(|layer| {
        let Shape::Fn {
            is_async,
            arguments,
        } = &layer.shape
        else {
            return None;
        };
        let found = match arguments.as_slice() {
            _ if layer.flaw.is_some() => return None,
            _ if *is_async => "is an `async fn`".to_owned(),
            [_] => return None,
            [] => "takes no argument".to_owned(),
            several => format!("takes {} arguments", several.len()),
        };
        Some(site.problem(
            Code::LayerSignature,
            layer.at,
            format!("`layer` {found}, expected `fn(FolderLayers) -> FolderLayers`"),
            "write `pub fn layer(folder: FolderLayers) -> FolderLayers { folder.layer(…) }`",
        ))
    });
    problems.collect()
}

/// Wrappers that wrap nothing.
pub(super) fn unused(context: Context<'_>) -> Vec<Problem> {
    let tree = context.tree;
    let endpoints: Vec<&Endpoint> = tree
        .endpoints()
        .into_iter()
        .chain(&tree.not_found)
        .collect();
    let middleware = not_in(&tree.middleware, endpoints.iter().map(|it| &it.middleware));
    let middleware = middleware.map(|it| unused_middleware(context, it));
    let layouts = not_in(&tree.layouts, endpoints.iter().map(|it| &it.layouts));
    let layouts = layouts.map(|it| unused_layout(context, it));
    middleware.chain(layouts).collect()
}

/// The wrappers that no list contains.
fn not_in<'t, 'l>(
    wrappers: &'t [Wrapper],
    lists: impl Iterator<Item = &'l Vec<usize>>,
) -> impl Iterator<Item = &'t Wrapper> {
    let mut is_used = vec![false; wrappers.len()];
    for index in lists.flatten() {
        is_used[*index] = true;
    }
    let wrappers = wrappers.iter().zip(is_used);
    wrappers.filter_map(|(wrapper, is_used)| (!is_used).then_some(wrapper))
}

fn unused_middleware(context: Context<'_>, wrapper: &Wrapper) -> Problem {
    let folder = context.folder(&wrapper.file);
    let handler = wrapper.file.exports.handlers.first();
    let name = handler.map_or("middleware", |handler| &handler.name);
    let problem = Problem::new(
        Code::UnusedMiddleware,
        format!("`{name}` has no effect: no file in `{folder}` or below handles requests"),
        format!("add a route in `{folder}` or below, or delete the file"),
    );
    problem.at([context.first_place(&wrapper.file)])
}

fn unused_layout(context: Context<'_>, wrapper: &Wrapper) -> Problem {
    let folder = context.folder(&wrapper.file);
    let problem = Problem::new(
        Code::UnusedLayout,
        format!("`layout` has no effect: there is no page in `{folder}` or below"),
        format!(
            "add a `page.rs` to `{folder}`, or delete the layout; layouts do not apply to routes"
        ),
    );
    problem.at([context.first_place(&wrapper.file)])
}

/// Layouts that read the request, although they are part of a response for everybody: one mistake per layout.
pub(super) fn layouts_of_cached_pages(context: Context<'_>) -> Vec<Problem> {
    let layouts = &context.tree.layouts;
    let mut found: Vec<Option<Problem>> = vec![None; layouts.len()];
    if layouts.is_empty() {
        return Vec::new();
    }
    context.tree.root.walk(&mut |node| {
        for endpoint in node.claims() {
            let page = context.site(&endpoint.file, &node.pattern);
            let caching = caching(page.file);
            for index in &endpoint.layouts {
                let layout = &layouts[*index].file;
                if found[*index].is_none() && !layout.exports.broken {
                    found[*index] = match caching {
                        Caching::Yes(Cause::Constant(cause)) => {
                            reads_request::in_layout(&page, cause, layout)
                        }
                        _ => reads_request::in_blank_layout(&page, layout),
                    };
                }
            }
        }
    });
    found.into_iter().flatten().collect()
}
