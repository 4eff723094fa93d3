//! `Children`, which layouts must take and nothing else can take.

use super::site::Site;
use crate::{
    app_file::FileKind,
    diagnostics::{Code, Problem},
    route_file::{Handler, types::path_type},
};

pub(super) fn check(site: &Site<'_>) -> Vec<Problem> {
    let find = match site.file.kind {
        FileKind::Layout => missing,
        _ => misplaced,
    };
    let handlers = site.file.exports.handlers.iter();
    handlers.filter_map(|handler| find(site, handler)).collect()
}

/// A layout without `Children`.
fn missing(site: &Site<'_>, handler: &Handler) -> Option<Problem> {
    let arguments = handler.arguments()?;
    let takes_children = arguments.iter().any(|it| it.ty.contains("Children"));
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
fn misplaced(site: &Site<'_>, handler: &Handler) -> Option<Problem> {
    let mut arguments = handler.arguments()?.iter();
    let argument = arguments.find(|it| is_children(site, &it.ty))?;
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

/// Returns `true` if a type is the prelude's `Children` and not a user's type of this name.
fn is_children(site: &Site<'_>, ty: &str) -> bool {
    ty.ends_with("Children")
        && path_type(ty).is_some_and(|path| {
            let is_ours = match path.prefix.trim_start_matches("::") {
                "" => site.file.exports.names.is_preludes("Children"),
                prefix => site.file.exports.names.is_runtimes(prefix),
            };
            is_ours && path.name == "Children" && path.arguments.is_empty()
        })
}
