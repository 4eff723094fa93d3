//! Rules of `middleware.rs` and `layout.rs`, and of the pages for errors, which apply to the files below them as well.

use super::{
    caching::{Caching, Cause, caching},
    reads_request,
    site::{Context, Site},
};
use crate::{
    app_file::FileKind,
    diagnostics::{Code, Problem},
    route_file::{Handler, Shape},
    tree::{Endpoint, RoutedFile, Wrapper},
};

/// Functions that add layers and have the wrong signature: `layer` of a folder, `POST_layer` of a method.
pub(super) fn layer_signatures(site: &Site<'_>) -> Vec<Problem> {
    let exports = &site.file.exports;
    let of_folder = exports.handlers_named("layer");
    let of_folder = of_folder.filter(|_| site.file.kind == FileKind::Middleware);
    let of_folder = of_folder.map(|layer| (layer, "folder", "FolderLayers"));
    let of_methods = exports.layers.iter();
    let of_methods = of_methods.map(|layer| (layer, "method", "MethodLayers"));
    let layers = of_folder.chain(of_methods);
    layers
        .filter_map(|(layer, argument, ty)| layer_signature(site, layer, argument, ty))
        .collect()
}

fn layer_signature(site: &Site<'_>, layer: &Handler, argument: &str, ty: &str) -> Option<Problem> {
    let Shape::Fn {
        is_async,
        arguments,
    } = &layer.shape
    else {
        return None;
    };
    if layer.flaw.is_some() {
        return None;
    }
    let name = &layer.name;
    let state = site.context.state.map(|state| state.text.as_str());
    let found = match arguments.as_slice() {
        _ if *is_async => "is an `async fn`".to_owned(),
        [_] => return None,
        [_, second] if state.is_none() && second.ty != "&()" => {
            let folder = site.context.shown_as;
            let ty = second.ty.trim_start_matches('&').trim_start();
            return Some(site.problem(
                Code::NoState,
                second.at,
                format!(
                    "`{name}` takes `{}`, but `routes!` declares no state",
                    second.ty
                ),
                format!("write `routes!(\"{folder}\", state = {ty})`"),
            ));
        }
        [_, second] if second.ty.starts_with('&') => return None,
        [_, second] => format!("takes `{}`", second.ty),
        [] => "takes no argument".to_owned(),
        several => format!("takes {} arguments", several.len()),
    };
    let state = state.filter(|_| arguments.len() > 1);
    let state = state.map_or_else(String::new, |state| format!(", state: &{state}"));
    Some(site.problem(
        Code::LayerSignature,
        layer.at,
        format!("`{name}` {found}, expected `fn({ty}) -> {ty}`"),
        format!("write `pub fn {name}({argument}: {ty}{state}) -> {ty} {{ {argument}.layer(…) }}`"),
    ))
}

/// Layers of methods that the file does not export.
pub(super) fn layers_of_nothing(site: &Site<'_>) -> Vec<Problem> {
    let exports = &site.file.exports;
    if exports.globs_or_macros {
        return Vec::new();
    }
    let layers = exports.layers.iter();
    let problems = layers.filter_map(|layer| {
        let method = layer.name.strip_suffix("_layer")?;
        if exports.handlers_named(method).next().is_some() {
            return None;
        }
        let help = if method == "HEAD" && exports.handlers_named("GET").next().is_some() {
            "rename it to `GET_layer`, which also wraps `HEAD`".to_owned()
        } else {
            format!("export `{method}`, or remove `{}`", layer.name)
        };
        Some(site.problem(
            Code::LayerOfNothing,
            layer.at,
            format!(
                "`{}` has no effect: the file exports no `{method}`",
                layer.name
            ),
            help,
        ))
    });
    problems.collect()
}

/// Wrappers that wrap nothing, and pages for the errors of nothing.
pub(super) fn unused(context: Context<'_>) -> Vec<Problem> {
    let tree = context.tree;
    let endpoints: Vec<&Endpoint> = tree
        .endpoints()
        .into_iter()
        .chain(&tree.error_pages)
        .collect();
    let middleware = not_in(&tree.middleware, endpoints.iter().map(|it| &it.middleware));
    let middleware = middleware.map(|it| unused_middleware(context, it));
    let layouts = not_in(&tree.layouts, endpoints.iter().map(|it| &it.layouts));
    let layouts = layouts.map(|it| unused_layout(context, it));
    let error_pages = unused_error_pages(context);
    middleware.chain(layouts).chain(error_pages).collect()
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

fn unused_error_pages(context: Context<'_>) -> Vec<Problem> {
    let endpoints = context.tree.endpoints();
    let pages = context.tree.error_pages.iter().map(|it| &it.file);
    // A route group has no unmatched paths of its own.
    let is_for_pages = |page: &RoutedFile| page.kind == FileKind::Error || is_group(page.folder());
    let unused = pages.filter(|page| {
        let is_for_pages = is_for_pages(page);
        let folder = page.folder();
        // That of the app folder responds to all unmatched paths.
        let is_for_all = !is_for_pages && folder.is_empty();
        let mut files = endpoints.iter().map(|it| &it.file);
        let is_below = |file: &RoutedFile| file.path.starts_with(folder);
        !is_for_all && !files.any(|it| is_below(it) && (!is_for_pages || it.is_page()))
    });
    let problems = unused.map(|page| {
        let folder = context.folder(page);
        let (message, help) = if page.kind == FileKind::Error {
            (
                format!("`error` responds to nothing: there is no page in `{folder}` or below"),
                format!(
                    "add a `page.rs` to `{folder}`, or delete the file; for errors of routes, set `render_error` of `app::builder()`"
                ),
            )
        } else if is_for_pages(page) {
            (
                format!("`not_found` responds to nothing: there is no page in `{folder}` or below"),
                format!(
                    "add a `page.rs` to `{folder}`, or delete the file; a route group has no unmatched paths of its own"
                ),
            )
        } else {
            (
                format!("`not_found` responds to nothing: no file in `{folder}` or below handles requests"),
                format!("add a page or a route in `{folder}` or below, or delete the file"),
            )
        };
        let problem = Problem::new(Code::UnusedErrorPage, message, help);
        problem.at([context.first_place(page)])
    });
    problems.collect()
}

/// Returns `true` if a folder with a slash at the end is a route group.
fn is_group(folder: &str) -> bool {
    let name = folder.trim_end_matches('/').rsplit('/').next();
    name.is_some_and(|name| name.starts_with('('))
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
