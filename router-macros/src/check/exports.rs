//! Exports that are missing, misspelled, not public or in the wrong file.

use super::site::{START, Site};
use crate::{
    app_file::{FileKind, METHOD_LAYERS, METHODS},
    diagnostics::{Code, Problem, distance},
    route_file::{Exports, Other, OtherKind},
};

mod hidden;

pub(super) mod generators;

pub(crate) use hidden::HiddenExport;
pub(super) use hidden::possible;

/// Methods of HTTP that Next.js does not support either.
const UNSUPPORTED: [&str; 3] = ["CONNECT", "QUERY", "TRACE"];

/// Items with the name of an export that the router cannot call.
pub(super) fn not_callable(site: &Site<'_>) -> Vec<Problem> {
    let others = site.file.exports.others.iter();
    let problems = others.filter_map(|other| {
        not_public(site, other)
            .or_else(|| unsupported(site, other))
            .or_else(|| not_a_function(site, other))
            .or_else(|| extra_method(site, other))
            .or_else(|| unused_layers(site, other))
    });
    problems.collect()
}

/// Exports that are misspelled or missing; other mistakes in `problems` may be the reason.
pub(super) fn missing(site: &Site<'_>, problems: &mut Vec<Problem>) {
    let exports = &site.file.exports;
    let has_none = exports.handlers.is_empty();
    let is_only_mistake = has_none && problems.is_empty();
    let others = exports.others.iter();
    problems.extend(others.filter_map(|other| misspelled(site, other, is_only_mistake)));
    if problems.is_empty() && has_none {
        problems.push(if exports.globs_or_macros {
            hidden::handler(site)
        } else {
            imported(site)
                .or_else(|| of_another_kind(site))
                .unwrap_or_else(|| none(site))
        });
    }
}

/// `fn GET` without `pub`.
fn not_public(site: &Site<'_>, other: &Other) -> Option<Problem> {
    let name = &other.name;
    (is_export(site, name) && other.kind == OtherKind::Fn && !other.is_public)
        .then(|| site.not_public(other, declaration(name)))
}

/// Returns `true` if the file may export a handler or layers under this name.
fn is_export(site: &Site<'_>, name: &str) -> bool {
    let kind = site.file.kind;
    kind.exports().contains(&name) || kind.layers().contains(&name)
}

/// The keywords that declare a function of this name.
fn declaration(name: &str) -> &'static str {
    if name == "layer" || METHOD_LAYERS.contains(&name) {
        "fn"
    } else {
        "async fn"
    }
}

/// `pub fn TRACE`
fn unsupported(site: &Site<'_>, other: &Other) -> Option<Problem> {
    let name = other.name.as_str();
    let is_function = other.is_public && other.kind == OtherKind::Fn;
    let is_route = site.file.kind == FileKind::Route;
    (is_function && is_route && UNSUPPORTED.contains(&name)).then(|| {
        site.problem(
            Code::Method,
            other.at,
            format!("`{name}` is not a supported HTTP method"),
            format!(
                "remove it; the supported methods are {}",
                METHODS.join(", ")
            ),
        )
    })
}

/// `pub static GET`
fn not_a_function(site: &Site<'_>, other: &Other) -> Option<Problem> {
    let name = other.name.as_str();
    let found = match other.kind {
        OtherKind::Const => "const",
        OtherKind::Static => "static",
        OtherKind::Fn | OtherKind::Use => return None,
    };
    (other.is_public && is_export(site, name)).then(|| {
        site.problem(
            Code::NotAFunction,
            other.at,
            format!("`{name}` is a `{found}`, expected a function"),
            format!("write `pub {} {name}`", declaration(name)),
        )
    })
}

/// `pub fn POST` next to `page`.
fn extra_method(site: &Site<'_>, other: &Other) -> Option<Problem> {
    let name = other.name.as_str();
    let is_method = other.is_public && other.kind == OtherKind::Fn && METHODS.contains(&name);
    let has_handlers = !site.file.exports.handlers.is_empty();
    (is_method && has_handlers && site.file.kind != FileKind::Route).then(|| {
        site.no_effect(
            other,
            "move it to a `route.rs` in another folder, or remove its `pub` if it is a helper",
        )
    })
}

/// `pub fn layer(…)` in a `route.rs`, or layers of a method under a name that has no meaning in the file. Other functions that take layers
/// are helpers.
fn unused_layers(site: &Site<'_>, other: &Other) -> Option<Problem> {
    if !other.takes_layers || !other.is_public {
        return None;
    }
    let name = other.name.as_str();
    let mut rights = METHOD_LAYERS.into_iter();
    let near = rights.find(|right| distance(&plain(name), &plain(right)) <= 1);
    match near {
        Some(right) if site.file.kind == FileKind::Route => {
            Some(site.misspelled(Code::Misspelled, other, "has no effect", right))
        }
        _ if is_of_layers(site.file.kind, name) => Some(site.no_effect(
            other,
            "layers of one method are `pub fn POST_layer(…)` in a `route.rs`, and those of a folder `pub fn layer(…)` in a \
             `middleware.rs`",
        )),
        _ => None,
    }
}

/// Returns `true` for `POST_layer`, and in other files than `middleware.rs` also for `layer` and names such as `page_layers`.
fn is_of_layers(kind: FileKind, name: &str) -> bool {
    if kind == FileKind::Middleware {
        return METHOD_LAYERS.contains(&name);
    }
    let name = plain(name);
    let wrapped = name.trim_end_matches('s').strip_suffix("layer");
    let mut exports = METHODS.iter().chain(kind.exports());
    wrapped.is_some_and(|it| it.is_empty() || exports.any(|export| plain(export) == it))
}

/// A public function whose name is close to that of an export.
fn misspelled(site: &Site<'_>, other: &Other, is_only_mistake: bool) -> Option<Problem> {
    if other.kind != OtherKind::Fn || !other.is_public {
        return None;
    }
    let info = site.file.kind.info();
    let name = other.name.as_str();
    let right = if site.file.kind == FileKind::Route {
        near_method(&site.file.exports, name, is_only_mistake)?
    } else if is_only_mistake {
        let mut exports = info.exports.iter();
        exports.find(|right| distance(&plain(name), &plain(right)) <= info.typos)?
    } else {
        return None;
    };
    let function = info.function;
    let article = if function.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    let found = format!("is not {article} {function}");
    Some(site.misspelled(Code::Misspelled, other, &found, right))
}

/// A name in small letters without `_`.
pub(super) fn plain(name: &str) -> String {
    name.to_lowercase().replace('_', "")
}

fn near_method(exports: &Exports, name: &str, is_only_mistake: bool) -> Option<&'static str> {
    let capitals = name.to_ascii_uppercase();
    let has_small = name.contains(|letter: char| letter.is_ascii_lowercase());
    let is_all_small = !name.contains(|letter: char| letter.is_ascii_uppercase());
    METHODS.into_iter().find(|method| {
        match distance(&capitals, method) {
            // A method in another case; next to the method itself it is a helper.
            0 => has_small && (!is_all_small || exports.handlers_named(method).next().is_none()),
            // A helper may well be called `put_all`, `past` or `host`.
            1 => !has_small || (is_all_small && is_only_mistake),
            _ => false,
        }
    })
}

/// `use other::GET;`
fn imported(site: &Site<'_>) -> Option<Problem> {
    let exports = site.file.kind.exports();
    let mut others = site.file.exports.others.iter();
    let Other { name, at, .. } = others.find(|other| {
        other.kind == OtherKind::Use && !other.is_public && exports.contains(&other.name.as_str())
    })?;
    Some(site.problem(
        Code::NotReexported,
        *at,
        format!("`{name}` is imported but not exported"),
        "write `pub use` instead of `use`",
    ))
}

/// `pub fn page` in a `route.rs`, or `pub fn GET` in another file.
fn of_another_kind(site: &Site<'_>) -> Option<Problem> {
    let (names, help): (&[&str], _) = match site.file.kind {
        FileKind::Route => (
            &["page"],
            "rename the function to `GET`, or the file to `page.rs`".to_owned(),
        ),
        FileKind::Page => (
            &METHODS,
            "rename the function to `page`, or the file to `route.rs`".to_owned(),
        ),
        FileKind::Metadata(metadata) => (
            &[
                "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "page",
            ],
            format!("rename the function to `{}`", metadata.exports().first()?),
        ),
        FileKind::NotFound
        | FileKind::Error
        | FileKind::Middleware
        | FileKind::Layout
        | FileKind::Asset(_) => return None,
    };
    let mut others = site.file.exports.others.iter();
    let other = others.find(|other| {
        other.kind == OtherKind::Fn && other.is_public && names.contains(&other.name.as_str())
    })?;
    Some(site.no_effect(other, help))
}

/// A file without exports.
fn none(site: &Site<'_>) -> Problem {
    let info = site.file.kind.info();
    site.problem(
        Code::NoExport,
        START,
        format!(
            "`{}` exports no {}",
            site.context.shown(&site.file.path),
            info.function
        ),
        format!("add `{}`, or remove the file", info.example),
    )
}
