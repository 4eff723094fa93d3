//! `Path<…>` that cannot hold the parameters of its folder.

use super::{
    Site,
    types::{path_type, tuple},
};
use crate::{
    app_file::FileKind,
    diagnostics::Problem,
    route_file::{Argument, Field, Shape, Struct},
    segment::Segment,
};

/// Types that hold one value.
pub(super) const SINGLE: [&str; 16] = [
    "String", "bool", "char", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32",
    "i64", "i128", "isize", "f64",
];

pub(super) fn check(site: &Site<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for handler in &site.endpoint.source.handlers {
        let Shape::Fn { arguments, .. } = &handler.shape else {
            continue;
        };
        for argument in arguments {
            let Some(held) = held(site, &argument.ty) else {
                continue;
            };
            problems
                .extend(count(site, argument, held.ty).or_else(|| lengths(site, argument, &held)));
            // Two handlers may share one struct; its mistake is one.
            let structs = &site.endpoint.source.structs;
            if let Some(found) = structs.iter().find(|it| it.name == held.ty)
                && !seen.contains(&held.ty)
            {
                seen.push(held.ty);
                problems.extend(fields(site, argument, found));
            }
        }
    }
    problems
}

/// What a `Path` holds.
struct Held<'t> {
    /// The `T` of `Path<T>`.
    ty: &'t str,
    /// Whether it can only be the prelude's, and not axum's.
    is_preludes: bool,
}

/// What a type holds that is a `Path` as the prelude or axum means it. In a file that stands above routes these are two things: axum
/// reads what the whole route has, the prelude what the folder has.
fn held<'t>(site: &Site<'_>, ty: &'t str) -> Option<Held<'t>> {
    if !ty.ends_with('>') {
        return None;
    }
    let path = path_type(ty)?;
    let names = &site.endpoint.source.names;
    let (is_preludes, is_axums) = match path.prefix.trim_start_matches("::") {
        "" => (names.is_preludes("Path"), !names.is_own("Path")),
        prefix => (
            prefix.starts_with("router_runtime::"),
            prefix.starts_with("axum::"),
        ),
    };
    let is_above = matches!(site.endpoint.kind, FileKind::Middleware | FileKind::Layout);
    match path.arguments.as_slice() {
        [ty] if path.name == "Path" && (is_preludes || (is_axums && !is_above)) => {
            Some(Held { ty, is_preludes })
        }
        _ => None,
    }
}

fn count(site: &Site<'_>, argument: &Argument, inner: &str) -> Option<Problem> {
    let parameters = site.parameters();
    let tuple = tuple(inner);
    let holds = match &tuple {
        Some(parts) => parts.len(),
        None if SINGLE.contains(&inner) => 1,
        None => return None,
    };
    if holds == parameters.len() || (tuple.is_some() && holds == 0) {
        return None;
    }
    let help = match parameters.as_slice() {
        [] => "remove the argument, or put the file into a folder such as `[slug]`".to_owned(),
        _ => format!(
            "write `Path<{}>`",
            fitting(site, &tuple.unwrap_or_else(|| vec![inner]))
        ),
    };
    Some(site.problem(
        format!(
            "`{}` takes {}, and `{}` has {}",
            argument.ty,
            parameter_count(holds),
            site.pattern,
            parameter_count(parameters.len())
        ),
        argument.at,
        help,
    ))
}

/// One value where there are several. To axum it is one: the rest of the path.
fn lengths(site: &Site<'_>, argument: &Argument, held: &Held<'_>) -> Option<Problem> {
    let types = tuple(held.ty).unwrap_or_else(|| vec![held.ty]);
    let parameters = site
        .segments
        .iter()
        .filter(|segment| segment.parameter().is_some());
    let (_, segment) = types.iter().zip(parameters).find(|(ty, segment)| {
        SINGLE.contains(ty)
            && matches!(segment, Segment::CatchAll(_) | Segment::OptionalCatchAll(_))
    })?;
    held.is_preludes.then(|| {
        site.problem(
            format!(
                "`{}` takes one value of `{}`, which is a list of segments",
                argument.ty,
                segment.spelled()
            ),
            argument.at,
            format!("write `Path<{}>`", fitting(site, &types)),
        )
    })
}

pub(super) fn parameter_count(count: usize) -> String {
    match count {
        0 => "no parameter".to_owned(),
        1 => "one parameter".to_owned(),
        more => format!("{more} parameters"),
    }
}

/// The types as written as far as they go, then what the folders suggest.
pub(super) fn fitting(site: &Site<'_>, written: &[&str]) -> String {
    let suggested = site.segments.iter().filter_map(|segment| match segment {
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

/// Fields that no parameter fills.
fn fields(site: &Site<'_>, argument: &Argument, found: &Struct) -> Vec<Problem> {
    let Some(rename_all) = container(found) else {
        return Vec::new();
    };
    let parameters = site.parameters();
    let Some(named): Option<Vec<Named>> = found
        .fields
        .iter()
        .map(|field| named(field, rename_all))
        .collect()
    else {
        return Vec::new();
    };
    let free: Vec<&str> = parameters
        .iter()
        .copied()
        .filter(|parameter| {
            !named
                .iter()
                .any(|it| it.names.iter().any(|name| name == parameter))
        })
        .collect();
    let unfilled = found.fields.iter().zip(&named).filter(|(_, it)| {
        it.is_required
            && !it
                .names
                .iter()
                .any(|name| parameters.contains(&name.as_str()))
    });
    unfilled
        .enumerate()
        .map(|(at, (field, _))| Problem {
            message: format!(
                "the field `{}` of `{}` is no parameter of `{}`",
                field.name, found.name, site.pattern
            ),
            places: vec![site.place(field.at), site.place(argument.at)],
            help: match free.get(at) {
                Some(free) if is_name(free) => format!("rename the field to `{free}`"),
                Some(free) => format!("write `#[serde(rename = \"{free}\")]` above the field"),
                None => "remove the field".to_owned(),
            },
        })
        .collect()
}

/// The names a field answers to.
struct Named {
    names: Vec<String>,
    is_required: bool,
}

/// The value of `rename_all`, or `None` when the attributes of the struct may change more than names.
#[expect(clippy::option_option, reason = "the outer one ends the check")]
fn container(found: &Struct) -> Option<Option<&str>> {
    let mut rename_all = None;
    for (name, value) in found.serde.as_ref()? {
        match (name.as_str(), value) {
            ("rename_all", Some(value)) => rename_all = Some(value.as_str()),
            ("deny_unknown_fields", None) | ("rename", Some(_)) => {}
            _ => return None,
        }
    }
    found.derives_deserialize.then_some(rename_all)
}

fn named(field: &Field, rename_all: Option<&str>) -> Option<Named> {
    let mut name = match rename_all {
        Some(case) => in_case(&field.name, case)?,
        None => field.name.clone(),
    };
    let mut aliases = Vec::new();
    let mut is_required = path_type(&field.ty).is_none_or(|ty| ty.name != "Option");
    for (attribute, value) in field.serde.as_ref()? {
        match (attribute.as_str(), value) {
            ("rename", Some(value)) => name.clone_from(value),
            ("alias", Some(value)) => aliases.push(value.clone()),
            ("default" | "skip" | "skip_deserializing", _) => is_required = false,
            ("deserialize_with" | "with" | "borrow" | "skip_serializing" | "serialize_with", _) => {
            }
            _ => return None,
        }
    }
    aliases.push(name);
    Some(Named {
        names: aliases,
        is_required,
    })
}

/// A field's name under serde's `rename_all`.
fn in_case(name: &str, case: &str) -> Option<String> {
    let capitalized = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_ascii_uppercase().to_string() + letters.as_str()
        })
    };
    let pascal = || name.split('_').map(capitalized).collect::<String>();
    Some(match case {
        "lowercase" | "snake_case" => name.to_owned(),
        "UPPERCASE" | "SCREAMING_SNAKE_CASE" => name.to_ascii_uppercase(),
        "PascalCase" => pascal(),
        "camelCase" => {
            let pascal = pascal();
            let mut letters = pascal.chars();
            let first = letters.next()?.to_ascii_lowercase();
            first.to_string() + letters.as_str()
        }
        "kebab-case" => name.replace('_', "-"),
        "SCREAMING-KEBAB-CASE" => name.to_ascii_uppercase().replace('_', "-"),
        _ => return None,
    })
}

/// Whether a parameter can be the name of a field.
fn is_name(parameter: &str) -> bool {
    !parameter.starts_with(|letter: char| letter.is_ascii_digit())
        && parameter
            .chars()
            .all(|letter| letter.is_alphanumeric() || letter == '_')
}
