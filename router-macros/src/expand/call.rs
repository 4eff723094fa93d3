//! The call of one handler.

use super::{
    config,
    doubts::{Doubts, places},
    metadata,
};
use crate::{
    app_file::FileKind,
    check::{Caching, caching},
    route_file::{Handler, Shape},
    tree::RoutedFile,
};
use proc_macro2::Ident;

/// A function that calls the handler at `index`.
pub(super) fn function(
    file: &RoutedFile,
    index: usize,
    module: &Ident,
    doubts: &Doubts<'_>,
) -> String {
    let handler = &file.exports.handlers[index];
    let cfg = config::cfg_text(handler.cfg.as_deref());
    let (name, body) = (&handler.name, body(file, index, module, doubts));
    format!("{cfg}pub(super) fn {module}_{name}(call: Call) -> HandlerFuture {{ {body} }}\n")
}

/// The expression that calls the handler at `index`.
pub(super) fn body(file: &RoutedFile, index: usize, module: &Ident, doubts: &Doubts<'_>) -> String {
    let handler = &file.exports.handlers[index];
    let user = format!("crate::{module}::{}", handler.name);
    let doubted = doubts.of(file, index);
    let is_async = matches!(handler.shape, Shape::Fn { is_async: true, .. });
    let mut checks = doubts.statements(file, &doubted, &user, is_async);
    let takes_arguments = handler.arguments().is_none_or(|it| !it.is_empty());
    if takes_arguments && is_cached_get(file, handler) {
        checks.push_str(&flags(module));
        checks.push_str(&static_input(&user, handler));
    }
    let is_return_doubted = doubted.iter().any(|it| it.has_message && it.is_returned());
    // Some errors would not show a place.
    let is_placed = doubted.iter().any(|it| !it.has_message);
    let places = if is_placed {
        format!("{}, ", places(module, handler))
    } else {
        String::new()
    };
    let [call, sync] = if is_placed {
        ["placed", "placed_sync"]
    } else {
        ["call", "sync"]
    };
    let body = match &handler.shape {
        Shape::Reexport => format!("{checks} call_reexport(call, {user})"),
        Shape::Fn {
            is_async: true,
            arguments,
        } if arguments.is_empty() => {
            let types = if is_return_doubted {
                format!("let (returned,) = signature0(&{user});")
            } else {
                String::new()
            };
            format!("{types} {checks} {call}0({places}{user}, {user}())")
        }
        Shape::Fn {
            is_async,
            arguments,
        } => {
            let count = arguments.len();
            let names = each(count, "", ", ");
            let types = if *is_async && !is_return_doubted {
                format!("({names}) = arguments{count}({user})")
            } else {
                format!("({names}returned,) = signature{count}(&{user})")
            };
            let (call, kind) = if *is_async {
                (call, "")
            } else {
                (sync, "(&&returned).kind(), ")
            };
            let tags = each(count, "(&&&&", ").source(), ");
            format!(
                "let {types}; {checks}
                {call}{count}({places}call, {user}, {kind}{tags})"
            )
        }
    };
    match file.kind {
        FileKind::Metadata(metadata) => metadata::finished(metadata, &body),
        _ => body,
    }
}

/// A function that compiles only if a layout may be part of a cached page.
pub(super) fn layout_check(page: &Ident, layout: &Ident, handler: &Handler) -> String {
    let user = format!("crate::{layout}::{}", handler.name);
    let types = handler.arguments().map(|arguments| {
        let (count, names) = (arguments.len(), each(arguments.len(), "", ", "));
        format!("let ({names}_,) = signature{count}(&{user});")
    });
    format!(
        "{}fn {page}_in_{layout}() {{ {} {} {} }}\n",
        config::cfg_text(handler.cfg.as_deref()),
        flags(page),
        types.unwrap_or_default(),
        static_input(&user, handler)
    )
}

/// Returns `true` if a handler is the `GET` of a file whose responses may be cached.
fn is_cached_get(file: &RoutedFile, handler: &Handler) -> bool {
    let is_get = file.is_metadata() || matches!(handler.name.as_str(), "GET" | "page");
    is_get && may_be_cached(file)
}

/// Returns `true` if the responses of a file's `GET` may be cached.
pub(super) fn may_be_cached(file: &RoutedFile) -> bool {
    !matches!(caching(file), Caching::No)
}

/// The constants of a file as far as the check of its arguments needs them.
fn flags(module: &Ident) -> String {
    let config = config::name(module);
    format!(
        "const IS_BOUND: bool = super::{config}.refuses_request();
        const HAS_QUERY: bool = !super::{config}.cache_query.is_empty();
        const HAS_HEADERS: bool = !super::{config}.cache_vary.is_empty() || !super::{config}.cache_cookies.is_empty();"
    )
}

/// The check that the arguments `a0`, `a1`, … of a cached handler do not read the request.
fn static_input(user: &str, handler: &Handler) -> String {
    match handler.arguments() {
        None => format!(
            "reexport_allowed::<IS_BOUND, HAS_QUERY, HAS_HEADERS, AppState, _, _>(&{user});"
        ),
        Some(arguments) => {
            let allowed = "allowed::<IS_BOUND, HAS_QUERY, HAS_HEADERS, _, _>";
            each(arguments.len(), &format!("{allowed}(&{user}, &"), ");")
        }
    }
}

/// `a0`, `a1`, … with this text around each.
fn each(count: usize, before: &str, after: &str) -> String {
    let each = (0..count).map(|index| format!("{before}a{index}{after}"));
    each.collect()
}
