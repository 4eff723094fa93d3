//! A cached `GET` or page whose signature reads the request, or takes what only other handlers may have.

use super::{
    Site,
    types::{PathType, path_type},
    values::{number, text},
};
use crate::{
    app_file::FileKind,
    diagnostics::Problem,
    route_file::{Argument, Constant, Handler, Names, Shape},
    tree::Endpoint,
};

/// Extractors that read more of a request than its path; and the cache, which a cached handler may not change.
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

/// Every argument that reads the request although the text says that the answer is cached.
pub(super) fn check(site: &Site<'_>) -> Vec<Problem> {
    match cause(site) {
        Some((cause, true)) => readers(site, cause).collect(),
        _ => Vec::new(),
    }
}

/// The first argument that reads the request, where an expression says whether the answer is cached.
pub(super) fn if_cached(site: &Site<'_>) -> Option<Problem> {
    match cause(site) {
        Some((cause, false)) => readers(site, cause).next(),
        _ => None,
    }
}

/// Why an answer is cached.
#[derive(Clone, Copy)]
enum Cause<'s> {
    Constant(&'s Constant),
    /// A metadata file that does not say otherwise.
    Metadata,
}

/// The first argument with which a layout reads the request, if this page below it is cached.
pub(super) fn in_layout(page: &Site<'_>, layout: &Endpoint) -> Option<Problem> {
    let (Cause::Constant(cause), true) = cause(page)? else {
        return None;
    };
    let handlers = layout.source.handlers.iter();
    let mut arguments = handlers.flat_map(arguments);
    let argument = arguments.find(|argument| {
        let names = &layout.source.names;
        reader(names, &argument.ty).is_some_and(|reader| !is_keyed(page, reader))
    })?;
    Some(Problem {
        message: format!(
            "`layout` reads the request with `{}` and is part of a page that is cached by `{} = {}`",
            argument.ty, cause.name, cause.value
        ),
        places: vec![
            page.context.place(layout, argument.at),
            page.place(cause.at),
        ],
        help: format!(
            "remove the argument, or remove `{}` to run the page per request",
            cause.name
        ),
    })
}

fn arguments(handler: &Handler) -> &[Argument] {
    match &handler.shape {
        Shape::Fn { arguments, .. } => arguments,
        Shape::Reexport => &[],
    }
}

fn readers<'s>(site: &'s Site<'_>, cause: Cause<'s>) -> impl Iterator<Item = Problem> + 's {
    let name = match site.endpoint.kind {
        FileKind::Route => Some("GET"),
        FileKind::Page => Some("page"),
        FileKind::Metadata(metadata) => metadata.exports().first().copied(),
        FileKind::NotFound | FileKind::Middleware | FileKind::Layout | FileKind::Asset(_) => None,
    };
    let handlers = site.endpoint.source.handlers.iter();
    handlers
        .filter(move |handler| Some(handler.name.as_str()) == name)
        .flat_map(move |handler| {
            arguments(handler).iter().filter_map(move |argument| {
                let reader = reader(&site.endpoint.source.names, &argument.ty)
                    .filter(|reader| !is_keyed(site, reader))?;
                Some(problem(site, handler, argument, reader, cause))
            })
        })
}

/// What makes the answer static, and whether the text is enough to know that it does.
fn cause<'s>(site: &'s Site<'_>) -> Option<(Cause<'s>, bool)> {
    let file = &site.endpoint.source;
    // Whether one under a `#[cfg]` is there, only the compiler can tell.
    if let Some(dynamic) = file.constant("dynamic") {
        match text(dynamic).filter(|_| dynamic.cfg.is_none()) {
            Some("error") => return Some((Cause::Constant(dynamic), true)),
            Some("auto") => {}
            Some(_) => return None,
            None => return Some((Cause::Constant(dynamic), false)),
        }
    }
    let Some(revalidate) = file.constant("revalidate") else {
        let is_metadata = site.endpoint.kind.metadata().is_some();
        return is_metadata.then_some((Cause::Metadata, true));
    };
    let is_certain = match number(revalidate) {
        _ if revalidate.cfg.is_some() => false,
        Some(0) => return None,
        Some(_) => true,
        None => revalidate.value == "false",
    };
    Some((Cause::Constant(revalidate), is_certain))
}

/// The extractor that a type reads the request with; inside `Option` and `Result` as well.
fn reader(names: &Names, ty: &str) -> Option<&'static str> {
    let path = path_type(ty)?;
    match (path.name, path.arguments.as_slice()) {
        ("Option" | "Result", [inner, ..]) => reader(names, inner),
        // A type of the user's own may share a name.
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

/// Whether what it reads is part of the cache key.
fn is_keyed(site: &Site<'_>, reader: &str) -> bool {
    key_of(reader).is_some_and(|constant| site.endpoint.source.constant(constant).is_some())
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
    let name = &handler.name;
    let (why, otherwise) = match cause {
        Cause::Constant(config) => (
            format!("by `{} = {}`", config.name, config.value),
            format!("remove `{}`", config.name),
        ),
        Cause::Metadata => (
            "unless its file says otherwise,".to_owned(),
            "write `pub const dynamic: &str = \"force-dynamic\";`".to_owned(),
        ),
    };
    let mut places = vec![site.place(argument.at)];
    if let Cause::Constant(config) = cause {
        places.push(site.place(config.at));
    }
    if reader == "Cache" {
        return Problem {
            message: format!(
                "`{name}` is cached {why} and takes `{}`, which invalidates answers",
                argument.ty
            ),
            places,
            help: format!(
                "invalidate where something changes, such as in a `POST`; or {otherwise}"
            ),
        };
    }
    let help = match key_of(reader) {
        Some(key) => {
            let what = if key == "cache_query" {
                "query parameters"
            } else {
                "headers"
            };
            format!("name the {what} it reads in `pub const {key}: &[&str]`, or {otherwise}")
        }
        None => format!("remove the argument, or {otherwise} to run per request"),
    };
    Problem {
        message: format!(
            "`{name}` is cached {why} and reads the request with `{}`",
            argument.ty
        ),
        places,
        help,
    }
}
