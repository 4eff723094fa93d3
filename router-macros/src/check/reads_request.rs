//! Cached handlers that read the request or invalidate the cache.

use super::{
    caching::{Caching, Cause, caching},
    site::Site,
};
use crate::{
    app_file::FileKind,
    diagnostics::{Code, Problem},
    route_file::{
        Argument, Constant, Handler, Names,
        types::{PathType, path_type},
    },
    tree::RoutedFile,
};

/// Extractors that read more of a request than its path, and `Cache`, which a cached handler must not change.
const READERS: [&str; 28] = [
    "Body",
    "Bytes",
    "Cache",
    "ConnectInfo",
    "CookieJar",
    "Cookies",
    "Extension",
    "Form",
    "FormData",
    "HeaderMap",
    "Host",
    "Json",
    "Method",
    "Multipart",
    "OriginalUri",
    "Parts",
    "PrivateCookies",
    "Query",
    "RawForm",
    "RawQuery",
    "Request",
    "Scheme",
    "SignedCookies",
    "String",
    "TypedHeader",
    "Uri",
    "Version",
    "WebSocketUpgrade",
];

/// Every argument that reads the request of a certainly cached handler.
pub(super) fn check(site: &Site<'_>) -> Vec<Problem> {
    match caching(site.file) {
        Caching::Yes(cause) => readers(site, cause).collect(),
        Caching::No | Caching::Depends(_) => Vec::new(),
    }
}

/// The first argument that reads the request, where only the compiler knows whether responses are cached.
pub(super) fn conditional(site: &Site<'_>) -> Option<Problem> {
    match caching(site.file) {
        Caching::Depends(cause) => readers(site, cause).next(),
        Caching::No | Caching::Yes(_) => None,
    }
}

/// The first argument of a layout that reads the request, if the cached page's key does not contain it.
pub(super) fn in_layout(page: &Site<'_>, cause: &Constant, layout: &RoutedFile) -> Option<Problem> {
    let handlers = layout.exports.handlers.iter();
    let mut arguments = handlers.filter_map(Handler::arguments).flatten();
    let argument = arguments.find(|argument| {
        let names = &layout.exports.names;
        reader(names, &argument.ty).is_some_and(|reader| !is_keyed(page, reader))
    })?;
    let problem = Problem::new(
        Code::LayoutReadsRequest,
        format!(
            "`layout` reads the request with `{}` but wraps a page that is cached by `{} = {}`",
            argument.ty, cause.name, cause.value
        ),
        format!(
            "remove the argument, or remove `{}` to run the page per request",
            cause.name
        ),
    );
    Some(problem.at([
        page.context.place(layout, argument.at),
        page.place(cause.at),
    ]))
}

fn readers<'s>(site: &'s Site<'_>, cause: Cause<'s>) -> impl Iterator<Item = Problem> + 's {
    let name = match site.file.kind {
        FileKind::Route => Some("GET"),
        kind => kind.exports().first().copied(),
    };
    let handlers = site.file.exports.handlers.iter();
    handlers
        .filter(move |handler| Some(handler.name.as_str()) == name)
        .flat_map(move |handler| {
            let arguments = handler.arguments().unwrap_or_default().iter();
            arguments.filter_map(move |argument| {
                let reader = reader(&site.file.exports.names, &argument.ty)
                    .filter(|reader| !is_keyed(site, reader))?;
                Some(problem(site, handler, argument, reader, cause))
            })
        })
}

/// The extractor that reads the request in a type, also inside `Option` and `Result`.
fn reader(names: &Names, ty: &str) -> Option<&'static str> {
    let path = path_type(ty)?;
    match (path.name, path.arguments.as_slice()) {
        ("Option" | "Result", [inner, ..]) => reader(names, inner),
        // A user's type may have the same name.
        _ if is_own(names, &path) => None,
        (name, _) => READERS.into_iter().find(|reader| *reader == name),
    }
}

fn is_own(names: &Names, path: &PathType<'_>) -> bool {
    match path
        .prefix
        .split("::")
        .map(str::trim)
        .find(|it| !it.is_empty())
    {
        None => names.is_own(path.name),
        Some("crate" | "self" | "super") => true,
        Some(root) => names.has_own(root),
    }
}

/// Returns `true` if the cache key contains the input of an extractor.
fn is_keyed(site: &Site<'_>, reader: &str) -> bool {
    key_of(reader).is_some_and(|constant| site.file.exports.constant(constant).is_some())
}

fn key_of(reader: &str) -> Option<&'static str> {
    match reader {
        "Query" | "RawQuery" => Some("cache_query"),
        "HeaderMap" | "TypedHeader" => Some("cache_vary"),
        _ => None,
    }
}

fn problem(
    site: &Site<'_>,
    handler: &Handler,
    argument: &Argument,
    reader: &str,
    cause: Cause<'_>,
) -> Problem {
    let (name, ty) = (&handler.name, &argument.ty);
    let (why, otherwise, constant) = match cause {
        Cause::Constant(config) => (
            format!("by `{} = {}`", config.name, config.value),
            format!("remove `{}`", config.name),
            Some(config.at),
        ),
        Cause::Metadata => (
            "by default".to_owned(),
            "write `pub const dynamic: &str = \"force-dynamic\";`".to_owned(),
            None,
        ),
    };
    let problem = if reader == "Cache" {
        site.problem(
            Code::Invalidates,
            argument.at,
            format!("`{name}` is cached {why} but takes `{ty}`, which invalidates responses"),
            format!("invalidate where data changes, such as in a `POST` handler, or {otherwise}"),
        )
    } else {
        let help = match key_of(reader) {
            Some(key @ "cache_query") => {
                format!(
                    "list the query parameters that it reads in `pub const {key}: &[&str]`, or {otherwise}"
                )
            }
            Some(key) => {
                format!(
                    "list the headers that it reads in `pub const {key}: &[&str]`, or {otherwise}"
                )
            }
            None => format!("remove the argument, or {otherwise} to run per request"),
        };
        site.problem(
            Code::ReadsRequest,
            argument.at,
            format!("`{name}` is cached {why} but reads the request with `{ty}`"),
            help,
        )
    };
    problem.at(constant.map(|at| site.place(at)))
}
