//! `Path<…>` that cannot hold the parameters of its folder.

use super::site::Site;
use crate::{
    diagnostics::{Code, Problem},
    route_file::{
        Argument,
        types::{path_type, tuple},
    },
    segment::Segment,
};

/// Types that hold one value.
pub(super) const SINGLE: [&str; 16] = [
    "String", "bool", "char", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32",
    "i64", "i128", "isize", "f64",
];

pub(super) fn check(site: &Site<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (argument, held) in arguments(site) {
        let problem = count(site, argument, held.ty);
        problems.extend(problem.or_else(|| single_for_list(site, argument, &held)));
    }
    problems
}

/// The type in a `Path`.
pub(super) struct Held<'t> {
    /// The `T` of `Path<T>`.
    pub(super) ty: &'t str,
    /// `true` if it can only be the prelude's `Path`, and not axum's.
    is_preludes: bool,
}

/// The arguments that are a `Path`.
pub(super) fn arguments<'s>(site: &'s Site<'_>) -> impl Iterator<Item = (&'s Argument, Held<'s>)> {
    let handlers = site.file.exports.handlers.iter();
    let arguments = handlers.flat_map(|handler| handler.arguments().unwrap_or_default());
    arguments.filter_map(|argument| Some((argument, held(site, &argument.ty)?)))
}

/// The type in a `Path` of the prelude or axum. They differ in middleware and layouts: axum's reads all parameters of the route, the
/// prelude's those of the folder.
fn held<'t>(site: &Site<'_>, ty: &'t str) -> Option<Held<'t>> {
    if !ty.ends_with('>') {
        return None;
    }
    let path = path_type(ty)?;
    let names = &site.file.exports.names;
    let (is_preludes, is_axums) = match path.prefix.trim_start_matches("::") {
        "" => (names.is_preludes("Path"), !names.is_own("Path")),
        prefix => (names.is_runtimes(prefix), prefix.starts_with("axum::")),
    };
    match path.arguments.as_slice() {
        [ty] if path.name == "Path" && (is_preludes || (is_axums && !site.file.is_wrapper())) => {
            Some(Held { ty, is_preludes })
        }
        _ => None,
    }
}

fn count(site: &Site<'_>, argument: &Argument, inner: &str) -> Option<Problem> {
    let parameters = site.file.parameters().len();
    let tuple = tuple(inner);
    let holds = match &tuple {
        Some(parts) => parts.len(),
        None if is_single(site, inner) => 1,
        None => return None,
    };
    if holds == parameters || (tuple.is_some() && holds == 0) {
        return None;
    }
    let takes = match holds {
        1 => "1 parameter".to_owned(),
        more => format!("{more} parameters"),
    };
    let has = match parameters {
        0 => "none".to_owned(),
        some => some.to_string(),
    };
    let help = if parameters == 0 {
        "remove the argument, or move the file to a folder such as `[slug]`".to_owned()
    } else {
        let written = tuple.unwrap_or_else(|| vec![inner]);
        format!("write `Path<{}>`", fitting(site, &written))
    };
    Some(site.problem(
        Code::PathCount,
        argument.at,
        format!(
            "`{}` takes {takes} but `{}` has {has}",
            argument.ty, site.pattern
        ),
        help,
    ))
}

/// Returns `true` if a type holds one value, and the file declares or imports no other of this name.
fn is_single(site: &Site<'_>, ty: &str) -> bool {
    SINGLE.contains(&ty) && !site.file.exports.names.has_own(ty)
}

/// A single value for a catch-all, which axum accepts: there a catch-all is one string.
fn single_for_list(site: &Site<'_>, argument: &Argument, held: &Held<'_>) -> Option<Problem> {
    let types = tuple(held.ty).unwrap_or_else(|| vec![held.ty]);
    let segments = site.file.segments.iter();
    let parameters = segments.filter(|segment| segment.parameter().is_some());
    let mut pairs = types.iter().zip(parameters);
    let (_, segment) = pairs.find(|(ty, segment)| is_single(site, ty) && segment.is_catch_all())?;
    held.is_preludes.then(|| {
        site.problem(
            Code::PathList,
            argument.at,
            format!(
                "`{}` holds a single value, but `{}` matches several segments",
                argument.ty,
                segment.spelled()
            ),
            format!("write `Path<{}>`", fitting(site, &types)),
        )
    })
}

/// The written types where they fit, else the types that the folders suggest.
fn fitting(site: &Site<'_>, written: &[&str]) -> String {
    let suggested = site
        .file
        .segments
        .iter()
        .filter_map(|segment| match segment {
            Segment::Static(_) => None,
            Segment::Dynamic(_) => Some("String"),
            Segment::CatchAll(_) | Segment::OptionalCatchAll(_) => Some("Vec<String>"),
        });
    let types: Vec<&str> = suggested
        .enumerate()
        .map(|(at, suggested)| match written.get(at) {
            Some(written) if suggested == "String" => written,
            _ => suggested,
        })
        .collect();
    match types.as_slice() {
        [single] => (*single).to_owned(),
        several => format!("({})", several.join(", ")),
    }
}
