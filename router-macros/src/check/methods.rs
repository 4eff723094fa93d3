//! Handlers that are missing, misspelled, hidden or of a shape that cannot be called.

use super::{START, Site, distance::distance, metadata};
use crate::{
    app_file::FileKind,
    diagnostics::Problem,
    route_file::{Flaw, Handler, METHODS, Other, OtherKind, RouteFile, Shape, handler_names},
    tree::Endpoint,
};

/// Methods of HTTP that Next.js does not know either.
const UNSUPPORTED: [&str; 3] = ["CONNECT", "QUERY", "TRACE"];

/// As axum has it.
const MOST_ARGUMENTS: usize = 16;

pub(super) fn check(site: &Site<'_>) -> Vec<Problem> {
    let file = &site.endpoint.source;
    let others = file.others.iter();
    let mut problems: Vec<Problem> = others
        .filter_map(|other| {
            hidden(site, other)
                .or_else(|| unsupported(site, other))
                .or_else(|| misplaced(site, other))
        })
        .collect();
    for handler in file.handlers.iter().chain(&file.generators) {
        if let Some(flaw) = handler.flaw {
            let (message, help) = flawed(&handler.name, flaw);
            problems.push(site.problem(message, handler.at, help));
        }
    }
    problems.extend(file.handlers.iter().filter_map(|it| too_long(site, it)));
    let exports_none = file.handlers.is_empty() && problems.is_empty();
    problems.extend(
        file.others
            .iter()
            .filter_map(|other| near_miss(site, other, exports_none)),
    );
    if problems.is_empty() && file.handlers.is_empty() {
        problems.push(if file.globs_or_macros {
            unseen(site)
        } else {
            none(site)
        });
    }
    problems
}

/// `fn GET` without `pub`.
fn hidden(site: &Site<'_>, other: &Other) -> Option<Problem> {
    let is_handler = handler_names(site.endpoint.kind).contains(&other.name.as_str());
    let name = &other.name;
    (is_handler && other.kind == OtherKind::Fn && !other.is_public).then(|| {
        site.problem(
            format!("`{name}` is not `pub`, so the router cannot call it"),
            other.at,
            format!("write `pub {} {name}`", declared(name)),
        )
    })
}

/// How a function of this name is declared.
fn declared(name: &str) -> &'static str {
    if name == "layer" { "fn" } else { "async fn" }
}

/// `fn TRACE`, or `static GET`.
fn unsupported(site: &Site<'_>, other: &Other) -> Option<Problem> {
    let name = &other.name;
    let is_handler = handler_names(site.endpoint.kind).contains(&name.as_str());
    let (message, help) = match other.kind {
        _ if !other.is_public => return None,
        OtherKind::Fn
            if site.endpoint.kind == FileKind::Route && UNSUPPORTED.contains(&name.as_str()) =>
        {
            (
                format!("`{name}` is a method that a route does not answer with"),
                format!("remove it; the methods are {}", METHODS.join(", ")),
            )
        }
        OtherKind::Const | OtherKind::Static if is_handler => (
            format!("`{name}` is not a function, so the router cannot call it"),
            format!("write `pub {} {name}`", declared(name)),
        ),
        _ => return None,
    };
    Some(site.problem(message, other.at, help))
}

/// `pub fn POST` beside `page`. Where a file exports none of its own, that is the mistake.
fn misplaced(site: &Site<'_>, other: &Other) -> Option<Problem> {
    let Endpoint { kind, source, .. } = site.endpoint;
    let name = other.name.as_str();
    let is_method = other.is_public && other.kind == OtherKind::Fn && METHODS.contains(&name);
    (is_method && *kind != FileKind::Route && !source.handlers.is_empty()).then(|| {
        site.problem(
            format!(
                "`{name}` answers nothing here: a {} exports `{}`",
                kind.noun(),
                handler_names(*kind).join("` or `")
            ),
            other.at,
            "move it to a `route.rs` in another folder, or remove its `pub` if it is a helper"
                .to_owned(),
        )
    })
}

fn too_long(site: &Site<'_>, handler: &Handler) -> Option<Problem> {
    let Shape::Fn { arguments, .. } = &handler.shape else {
        return None;
    };
    let place = arguments.get(MOST_ARGUMENTS)?.at;
    Some(site.problem(
        format!(
            "`{}` takes {} arguments, and a handler takes {MOST_ARGUMENTS} at most",
            handler.name,
            arguments.len()
        ),
        place,
        "read several of them in one extractor of your own".to_owned(),
    ))
}

fn flawed(name: &str, flaw: Flaw) -> (String, String) {
    let (what, help) = match flaw {
        Flaw::Generic => (
            "is generic, and nothing names its types",
            "remove the `<…>` behind its name and write the types out".to_owned(),
        ),
        Flaw::ImplTrait => (
            "takes an `impl Trait`, and nothing names its type",
            "write the type of the argument out".to_owned(),
        ),
        Flaw::Unsafe => (
            "is an `unsafe fn`, which the router cannot call",
            format!("write `pub async fn {name}` with an `unsafe` block inside"),
        ),
        Flaw::Extern => (
            "is an `extern fn`, which is no handler",
            format!("write `pub async fn {name}`"),
        ),
        Flaw::Const => (
            "is a `const fn`, which is no handler",
            format!("write `pub async fn {name}`"),
        ),
    };
    (format!("`{name}` {what}"), help)
}

/// A public function whose name is nearly that of a handler.
fn near_miss(site: &Site<'_>, other: &Other, exports_none: bool) -> Option<Problem> {
    if other.kind != OtherKind::Fn || !other.is_public {
        return None;
    }
    let name = other.name.as_str();
    let right = match site.endpoint.kind {
        FileKind::Route => near_method(&site.endpoint.source, name, exports_none)?,
        _ if !exports_none => return None,
        FileKind::Page => (distance(&name.to_lowercase(), "page") <= 1).then_some("page")?,
        FileKind::NotFound => {
            let plain = name.to_lowercase().replace('_', "");
            (distance(&plain, "notfound") <= 1).then_some("not_found")?
        }
        FileKind::Layout => (distance(&name.to_lowercase(), "layout") <= 2).then_some("layout")?,
        FileKind::Middleware => {
            let plain = name.to_lowercase();
            let names = handler_names(FileKind::Middleware).iter();
            names
                .copied()
                .find(|right| distance(&plain, right) <= 2 && !plain.is_empty())?
        }
        FileKind::Metadata(_) | FileKind::Asset(_) => {
            let plain = |name: &str| name.to_lowercase().replace('_', "");
            let right = handler_names(site.endpoint.kind).first()?;
            let most = if right.len() < 6 { 1 } else { 2 };
            (distance(&plain(name), &plain(right)) <= most).then_some(right)?
        }
    };
    let does = match site.endpoint.kind {
        FileKind::Middleware | FileKind::Layout => "wraps",
        _ => "answers",
    };
    Some(site.problem(
        format!("`{name}` {does} nothing, but is almost `{right}`"),
        other.at,
        format!("rename it to `{right}`, or remove its `pub` if it is a helper"),
    ))
}

fn near_method(file: &RouteFile, name: &str, exports_none: bool) -> Option<&'static str> {
    let capitals = name.to_ascii_uppercase();
    let has_small = name.contains(|letter: char| letter.is_ascii_lowercase());
    let is_all_small = !name.contains(|letter: char| letter.is_ascii_uppercase());
    METHODS.into_iter().find(|method| {
        match distance(&capitals, method) {
            // A method in other letters; beside the method itself it is a helper.
            0 => has_small && (!is_all_small || file.handlers_named(method).next().is_none()),
            // A helper may well be called `put_all`, `past` or `host`.
            1 => !has_small || (is_all_small && exports_none),
            _ => false,
        }
    })
}

/// Only a glob or a macro could bring a handler, and what they bring is not seen.
fn unseen(site: &Site<'_>) -> Problem {
    let shown = site.context.shown(&site.endpoint.file);
    let name = handler_names(site.endpoint.kind)[0];
    site.problem(
        format!("`{shown}` names no `{name}`; what a glob or a macro brings is not seen"),
        START,
        format!("name what it brings: `pub use other::{name};`"),
    )
}

/// A file that exports nothing to call.
fn none(site: &Site<'_>) -> Problem {
    let file = &site.endpoint.source;
    let shown = site.context.shown(&site.endpoint.file);
    let names = handler_names(site.endpoint.kind);
    let imported = file.others.iter().find(|other| {
        other.kind == OtherKind::Use && !other.is_public && names.contains(&other.name.as_str())
    });
    if let Some(Other { name, at, .. }) = imported {
        return site.problem(
            format!("`{name}` is imported and not exported, so `{shown}` answers nothing"),
            *at,
            "write `pub use` instead of `use`".to_owned(),
        );
    }
    let meant = |names: &[&str]| {
        file.others.iter().find(|other| {
            other.kind == OtherKind::Fn && other.is_public && names.contains(&other.name.as_str())
        })
    };
    match site.endpoint.kind {
        FileKind::Route => match meant(&["page"]) {
            Some(page) => site.problem(
                format!("`{shown}` exports `page`, which a route does not answer with"),
                page.at,
                "rename the function to `GET`, or the file to `page.rs`".to_owned(),
            ),
            None => site.problem(
                format!("`{shown}` exports no method, so it answers nothing"),
                START,
                "add `pub async fn GET() -> &'static str { \"…\" }`, or remove the file".to_owned(),
            ),
        },
        FileKind::Page => match meant(&METHODS) {
            Some(method) => site.problem(
                format!("`{shown}` exports `{}`, which a page does not answer with", method.name),
                method.at,
                "rename the function to `page`, or the file to `route.rs`".to_owned(),
            ),
            None => site.problem(
                format!("`{shown}` exports no `page`, so it answers nothing"),
                START,
                "add `pub async fn page() -> Html<&'static str> { Html(\"…\") }`, or remove the file".to_owned(),
            ),
        },
        FileKind::NotFound => site.problem(
            format!("`{shown}` exports no `not_found`, so it answers nothing"),
            START,
            "add `pub async fn not_found() -> Html<&'static str> { Html(\"…\") }`, or remove the file".to_owned(),
        ),
        FileKind::Metadata(_) | FileKind::Asset(_) => {
            let name = names.first().copied().unwrap_or_default();
            match meant(&METHODS).or_else(|| meant(&["page"])) {
                Some(other) => site.problem(
                    format!(
                        "`{shown}` exports `{}`, which a metadata file does not answer with",
                        other.name
                    ),
                    other.at,
                    format!("rename the function to `{name}`"),
                ),
                None => site.problem(
                    format!("`{shown}` exports no `{name}`, so it answers nothing"),
                    START,
                    format!("add `{}`, or remove the file", metadata::example(name)),
                ),
            }
        }
        FileKind::Layout => site.problem(
            format!("`{shown}` exports no `layout`, so it wraps nothing"),
            START,
            "add `pub async fn layout(children: Children) -> Html<String> { Html(format!(\"…{children}…\")) }`, or remove the file".to_owned(),
        ),
        FileKind::Middleware => site.problem(
            format!("`{shown}` exports no `middleware` and no `layer`, so it wraps nothing"),
            START,
            "add `pub async fn middleware(request: Request, next: Next) -> Response { next.run(request).await }`, or remove the file".to_owned(),
        ),
    }
}
