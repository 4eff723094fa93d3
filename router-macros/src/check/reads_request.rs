//! Cached handlers that read the request, reject a blank one, or invalidate the cache.

use super::{
    caching::{Blank, Caching, Cause, blank, caching},
    site::Site,
};
use crate::{
    app_file::FileKind,
    diagnostics::{Code, Problem},
    route_file::{Argument, Constant, Exports, Handler, Item, lexer::MAX_NESTED, types::path_type},
    tree::RoutedFile,
};

/// Extractors that read more of a request than its path, and `Cache`, which a cached handler must not change.
const READERS: [&str; 30] = [
    "Body",
    "Bytes",
    "Cache",
    "ClientIp",
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
    "Origin",
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

/// Extractors with names that applications also give to types of their own.
const COMMON: [&str; 2] = ["ClientIp", "Origin"];

/// Extractors that reject every blank request.
const REJECTERS: [&str; 11] = [
    "Cache",
    "ClientIp",
    "ConnectInfo",
    "Extension",
    "FormData",
    "Host",
    "Json",
    "Multipart",
    "Origin",
    "Scheme",
    "WebSocketUpgrade",
];

/// The mistakes in arguments, where only the compiler knows whether responses are cached.
#[derive(Debug, Default)]
pub(crate) struct Conditional {
    /// A mistake if they are, and the handler sees no blank request.
    pub(crate) reads_request: Option<Problem>,
    /// A mistake if the handler sees a blank request.
    pub(crate) rejects_blank: Option<Problem>,
}

/// Every argument that reads the request of a certainly cached handler, or rejects every blank request that it sees.
pub(super) fn check(site: &Site<'_>) -> Vec<Problem> {
    match (caching(site.file), blank(site.file)) {
        (Caching::Yes(cause), _) => readers(site, cause).collect(),
        (_, Some(blank)) if blank.is_certain => rejecters(site, blank).collect(),
        _ => Vec::new(),
    }
}

/// The first mistakes in arguments, where only the compiler knows whether responses are cached.
pub(super) fn conditional(site: &Site<'_>) -> Conditional {
    let uncertain = blank(site.file).filter(|blank| !blank.is_certain);
    Conditional {
        reads_request: match caching(site.file) {
            Caching::Depends(cause) => readers(site, cause).next(),
            Caching::No | Caching::Yes(_) => None,
        },
        rejects_blank: uncertain.and_then(|blank| rejecters(site, blank).next()),
    }
}

/// The first argument of a layout that reads the request, if the cached page's key does not contain it.
pub(super) fn in_layout(page: &Site<'_>, cause: &Constant, layout: &RoutedFile) -> Option<Problem> {
    let handlers = layout.exports.handlers.iter();
    let mut arguments = handlers.filter_map(Handler::arguments).flatten();
    let argument = arguments.find(|argument| {
        reader(&layout.exports, &argument.ty).is_some_and(|reader| !is_keyed(page, reader))
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

/// The first argument of a layout that rejects every blank request, if the page sees one.
pub(super) fn in_blank_layout(page: &Site<'_>, layout: &RoutedFile) -> Option<Problem> {
    let blank = blank(page.file).filter(|blank| blank.is_certain)?;
    let handlers = layout.exports.handlers.iter();
    let mut arguments = handlers.filter_map(Handler::arguments).flatten();
    let argument = arguments.find(|it| rejecter(page, &layout.exports, &it.ty).is_some())?;
    let problem = blank_problem("layout", argument, blank.cause);
    Some(problem.at([
        page.context.place(layout, argument.at),
        page.place(blank.cause.at),
    ]))
}

fn readers<'s>(site: &'s Site<'_>, cause: Cause<'s>) -> impl Iterator<Item = Problem> + 's {
    // The generated code repeats this check where a macro or `#[cfg]` may change or remove the function.
    let certain = arguments(site).filter(|(handler, _)| handler.is_certain);
    certain.filter_map(move |(handler, argument)| {
        let reader =
            reader(&site.file.exports, &argument.ty).filter(|reader| !is_keyed(site, reader))?;
        Some(problem(site, handler, argument, reader, cause))
    })
}

fn rejecters<'s>(site: &'s Site<'_>, blank: Blank<'s>) -> impl Iterator<Item = Problem> + 's {
    let in_every_build = arguments(site).filter(|(handler, _)| handler.cfg.is_none());
    in_every_build.filter_map(move |(handler, argument)| {
        let cause = blank.cause;
        let name = rejecter(site, &site.file.exports, &argument.ty)?;
        if name == "Cache" {
            return Some(problem(
                site,
                handler,
                argument,
                name,
                Cause::Constant(cause),
            ));
        }
        let problem = blank_problem(&handler.name, argument, cause);
        Some(problem.at([site.place(argument.at), site.place(cause.at)]))
    })
}

/// The arguments of the handlers whose responses are cached.
fn arguments<'s>(site: &'s Site<'_>) -> impl Iterator<Item = (&'s Handler, &'s Argument)> {
    let name = match site.file.kind {
        FileKind::Route => Some("GET"),
        kind => kind.exports().first().copied(),
    };
    let handlers = site.file.exports.handlers.iter();
    let cached = handlers.filter(move |handler| Some(handler.name.as_str()) == name);
    cached.flat_map(|handler| {
        let arguments = handler.arguments().unwrap_or_default().iter();
        arguments.map(move |argument| (handler, argument))
    })
}

/// The extractor in a type that rejects every blank request. In `Option` and `Result` a rejection is a value, but a `Cache` still
/// cannot invalidate.
fn rejecter(site: &Site<'_>, exports: &Exports, ty: &str) -> Option<&'static str> {
    let name = reader(exports, ty)?;
    let is_wrapped = path_type(ty).is_some_and(|it| matches!(it.name, "Option" | "Result"));
    let has_headers = site.file.exports.constant("cache_vary").is_some();
    let accepts = match name {
        "Cache" => false,
        // They read headers, which the constant lists.
        "Host" | "Scheme" => is_wrapped || has_headers,
        _ => is_wrapped,
    };
    (REJECTERS.contains(&name) && !accepts).then_some(name)
}

fn blank_problem(function: &str, argument: &Argument, cause: &Constant) -> Problem {
    let (ty, name, value) = (&argument.ty, &cause.name, &cause.value);
    Problem::new(
        Code::RejectsBlank,
        format!(
            "`{function}` takes `{ty}`, which rejects the blank requests of `{name} = {value}`"
        ),
        format!("remove the argument, or remove `{name}` to run per request"),
    )
}

/// The extractor that certainly reads the request in a type, under any name, also inside `Option` and `Result`.
fn reader(exports: &Exports, ty: &str) -> Option<&'static str> {
    reader_in(exports, ty, MAX_NESTED)
}

fn reader_in(exports: &Exports, ty: &str, depth: usize) -> Option<&'static str> {
    let path = path_type(ty)?;
    if let ("Option" | "Result", [inner, ..]) = (path.name, path.arguments.as_slice()) {
        return reader_in(exports, inner, depth.checked_sub(1)?);
    }
    let names = &exports.names;
    let mut aliases = exports.aliases.iter();
    if let Some(alias) = aliases.find(|it| it.name == path.name)
        && matches!(path.prefix, "" | "self::")
    {
        return reader_in(exports, &alias.ty, depth.checked_sub(1)?);
    }
    let item = names.item(path.prefix, path.name);
    let original = match &item {
        Item::Known(path) => {
            let name = path.rsplit("::").next()?;
            let is_of_crate = ["crate", "self", "super"].contains(&path.split("::").next()?);
            if is_of_crate && COMMON.contains(&name) {
                return None;
            }
            name
        }
        // Without an import it is unknown to the compiler too.
        Item::Unknown if path.prefix.is_empty() && !names.is_own(path.name) => path.name,
        Item::Own | Item::Unknown => return None,
    };
    // An import that a macro generates has precedence over a glob import.
    let is_certain = !exports.may_generate || !path.prefix.is_empty() || names.imports(path.name);
    let mut readers = READERS.into_iter();
    readers.find(|reader| *reader == original && is_certain)
}

/// Returns `true` if the cache key contains the input of an extractor.
fn is_keyed(site: &Site<'_>, reader: &str) -> bool {
    let is_declared = |constant| site.file.exports.constant(constant).is_some();
    // Cookies are a header.
    key_of(reader).is_some_and(is_declared)
        || (reader == "HeaderMap" && is_declared("cache_cookies"))
}

fn key_of(reader: &str) -> Option<&'static str> {
    match reader {
        "Query" | "RawQuery" => Some("cache_query"),
        "HeaderMap" | "TypedHeader" => Some("cache_vary"),
        "Cookies" | "PrivateCookies" | "SignedCookies" => Some("cache_cookies"),
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
            Some(key @ "cache_cookies") => {
                format!(
                    "list the cookies that it reads in `pub const {key}: &[&str]`, or {otherwise}"
                )
            }
            Some(key) => {
                format!(
                    "list the headers that it reads in `pub const {key}: &[&str]`, or {otherwise}"
                )
            }
            None if reader == "Origin" => {
                format!(
                    "put the origin into the state, because a cached response is sent to clients of every host, or {otherwise} to run per request"
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
