//! Fields of a `Path<Struct>` that are not parameters of its folder.

use super::{path_types::arguments, site::Site};
use crate::{
    diagnostics::{Code, Problem},
    route_file::{Argument, Field, Struct, types::path_type},
};

pub(super) fn check(site: &Site<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    // Two handlers may share a struct, whose mistake is reported once.
    let mut seen: Vec<&str> = Vec::new();
    for (argument, held) in arguments(site) {
        let mut structs = site.file.exports.structs.iter();
        if let Some(found) = structs.find(|it| it.name == held.ty)
            && !seen.contains(&held.ty)
        {
            seen.push(held.ty);
            problems.extend(fields(site, argument, found));
        }
    }
    problems
}

/// The required fields that are not parameters.
fn fields(site: &Site<'_>, argument: &Argument, found: &Struct) -> Vec<Problem> {
    let Some(rename_all) = container(found) else {
        return Vec::new();
    };
    let parameters = site.file.parameters();
    let fields = found.fields.iter();
    let Some(named): Option<Vec<Named>> = fields.map(|field| named(field, rename_all)).collect()
    else {
        return Vec::new();
    };
    let is_filled = |parameter: &str| named.iter().any(|it| it.has(parameter));
    let free: Vec<&str> = parameters
        .iter()
        .copied()
        .filter(|parameter| !is_filled(parameter))
        .collect();
    let unfilled =
        found.fields.iter().zip(&named).filter(|(_, it)| {
            it.is_required && !parameters.iter().any(|parameter| it.has(parameter))
        });
    let problems = unfilled.enumerate().map(|(at, (field, _))| {
        let help = match free.get(at) {
            Some(free) if is_name(free) => format!("rename the field to `{free}`"),
            Some(free) => format!("add `#[serde(rename = \"{free}\")]` to the field"),
            None => "remove the field".to_owned(),
        };
        let problem = Problem::new(
            Code::PathField,
            format!(
                "field `{}` of `{}` is not a parameter of `{}`",
                field.name, found.name, site.pattern
            ),
            help,
        );
        problem.at([site.place(field.at), site.place(argument.at)])
    });
    problems.collect()
}

/// A field as serde sees it.
struct Named {
    names: Vec<String>,
    is_required: bool,
}

impl Named {
    fn has(&self, parameter: &str) -> bool {
        self.names.iter().any(|name| name == parameter)
    }
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

/// Returns `true` if a parameter can be the name of a field.
fn is_name(parameter: &str) -> bool {
    !parameter.starts_with(|letter: char| letter.is_ascii_digit())
        && parameter
            .chars()
            .all(|letter| letter.is_alphanumeric() || letter == '_')
}
