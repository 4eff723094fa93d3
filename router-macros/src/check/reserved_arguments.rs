//! Arguments that only some functions can take: `Children`, which layouts must take, `CacheEntry` of cached handlers, and
//! `ErrorContext` of pages for errors.

use super::{
    caching::{Caching, blank, caching},
    config,
    site::Site,
};
use crate::{
    app_file::FileKind,
    diagnostics::{Code, Problem},
    route_file::{Argument, Handler},
};

pub(super) fn check(site: &Site<'_>) -> Vec<Problem> {
    let children = match site.file.kind {
        FileKind::Layout => layout_without_children,
        _ => children_outside_a_layout,
    };
    let handlers = site.file.exports.handlers.iter();
    handlers
        .flat_map(|handler| {
            [
                children(site, handler),
                cache_entry(site, handler),
                error_context(site, handler),
            ]
        })
        .flatten()
        .collect()
}

/// `CacheEntry` in a function that never runs for the cache.
fn cache_entry(site: &Site<'_>, handler: &Handler) -> Option<Problem> {
    let name = handler.name.as_str();
    let is_cacheable = match site.file.kind {
        FileKind::Route => name == "GET",
        FileKind::Page | FileKind::Metadata(_) => site.file.kind.exports().first() == Some(&name),
        // It may wrap cached pages and others.
        FileKind::Layout => return None,
        _ => false,
    };
    let is_cached = !matches!(caching(site.file), Caching::No) || blank(site.file).is_some();
    // A mistake in the constant is the reason.
    if is_cacheable && (is_cached || config::fails_to_cache(site)) {
        return None;
    }
    let argument = argument_of(site, handler, "CacheEntry")?;
    let help = match site.file.kind {
        FileKind::Route | FileKind::Page if is_cacheable => {
            "export `revalidate` or `dynamic` to cache the response, or remove the argument"
        }
        FileKind::Metadata(_) if is_cacheable => {
            "remove `dynamic = \"force-dynamic\"` or the argument"
        }
        _ => {
            "remove the argument; only the `GET` of a file with `revalidate` or `dynamic` has an entry"
        }
    };
    Some(site.problem(
        Code::NotCached,
        argument.at,
        format!("`{name}` takes `{}` but is not cached", argument.ty),
        help,
    ))
}

/// A layout that certainly takes no `Children`.
fn layout_without_children(site: &Site<'_>, handler: &Handler) -> Option<Problem> {
    let mut arguments = handler.arguments()?.iter();
    let scope = site.scope();
    let is_certain = handler.is_certain && !site.file.exports.may_generate;
    let takes_children = !is_certain || !arguments.all(|it| scope.is_not(&it.ty, "Children"));
    (!takes_children).then(|| {
        site.problem(
            Code::NoChildren,
            handler.at,
            "`layout` does not take `Children`, so the pages below it would be lost",
            "add the argument `children: Children` and insert it into the HTML",
        )
    })
}

/// Another handler with `Children`.
fn children_outside_a_layout(site: &Site<'_>, handler: &Handler) -> Option<Problem> {
    let argument = argument_of(site, handler, "Children")?;
    let layout = format!("{}layout.rs", site.file.folder());
    Some(site.problem(
        Code::Children,
        argument.at,
        format!(
            "`{}` takes `{}`, which only `layout` can take",
            handler.name, argument.ty
        ),
        format!(
            "remove the argument; to wrap pages, take `Children` in `layout` in `{}`",
            site.context.shown(&layout)
        ),
    ))
}

/// `ErrorContext` in a function that responds to no error.
fn error_context(site: &Site<'_>, handler: &Handler) -> Option<Problem> {
    if site.file.kind.is_error_page() {
        return None;
    }
    let argument = argument_of(site, handler, "ErrorContext")?;
    let page = format!("{}error.rs", site.file.folder());
    Some(site.problem(
        Code::ErrorContext,
        argument.at,
        format!(
            "`{}` takes `{}`, which only `error` and `not_found` can take",
            handler.name, argument.ty
        ),
        format!(
            "remove the argument; to respond to errors of pages, take it in `error` in `{}`",
            site.context.shown(&page)
        ),
    ))
}

/// The argument whose type certainly is this one of the prelude, and not a user's type of the same name.
fn argument_of<'h>(site: &Site<'_>, handler: &'h Handler, name: &str) -> Option<&'h Argument> {
    let scope = site.scope();
    let mut arguments = handler.arguments()?.iter();
    arguments.find(|it| scope.is(&it.ty, name))
}
