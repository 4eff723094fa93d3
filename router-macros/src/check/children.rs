//! `Children`: what a layout stands around, and nobody else has.

use super::{Site, types::path_type};
use crate::{
    app_file::FileKind,
    diagnostics::Problem,
    route_file::{Handler, Shape},
};

pub(super) fn check(site: &Site<'_>) -> Vec<Problem> {
    let find = match site.endpoint.kind {
        FileKind::Layout => missing,
        _ => misplaced,
    };
    let handlers = site.endpoint.source.handlers.iter();
    handlers.filter_map(|handler| find(site, handler)).collect()
}

/// A layout that does not take what it stands around.
fn missing(site: &Site<'_>, handler: &Handler) -> Option<Problem> {
    let Shape::Fn { arguments, .. } = &handler.shape else {
        return None;
    };
    let takes_them = arguments.iter().any(|it| it.ty.contains("Children"));
    (!takes_them).then(|| {
        site.problem(
            "`layout` takes no `Children`, so the pages below it would vanish".to_owned(),
            handler.at,
            "take `children: Children`, and put it where the page belongs".to_owned(),
        )
    })
}

/// Another handler that takes them.
fn misplaced(site: &Site<'_>, handler: &Handler) -> Option<Problem> {
    let Shape::Fn { arguments, .. } = &handler.shape else {
        return None;
    };
    let argument = arguments.iter().find(|it| is_children(site, &it.ty))?;
    let name = &handler.name;
    Some(site.problem(
        format!(
            "`{name}` takes `{}`, which only `layout` is given",
            argument.ty
        ),
        argument.at,
        format!(
            "remove the argument; what stands around pages is the function `layout` in `{}`",
            site.context
                .shown(&format!("{}layout.rs", site.endpoint.folder()))
        ),
    ))
}

/// Whether a type is the prelude's; one of the user's own may share the name.
fn is_children(site: &Site<'_>, ty: &str) -> bool {
    ty.ends_with("Children")
        && path_type(ty).is_some_and(|path| {
            let is_ours = match path.prefix.trim_start_matches("::") {
                "" => site.endpoint.source.names.is_preludes("Children"),
                prefix => prefix.starts_with("router_runtime::"),
            };
            is_ours && path.name == "Children" && path.arguments.is_empty()
        })
}
