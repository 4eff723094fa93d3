//! Route config that is misspelled, not public, of the wrong type or in the wrong file.

use super::site::Site;
use crate::{
    app_file::FileKind,
    diagnostics::{Code, Problem, nearest},
    route_file::{
        CONFIG, Config, Constant, OF_MIDDLEWARE, Other, OtherKind, Value, types::without_lifetimes,
    },
};

pub(super) fn check(site: &Site<'_>) -> Vec<Problem> {
    let exports = &site.file.exports;
    let others = exports.others.iter().filter_map(|it| no_config(site, it));
    let constants = exports.constants.iter();
    others
        .chain(constants.filter_map(|it| wrong_type(site, it)))
        .collect()
}

/// Returns `true` if a file certainly means to cache its responses, but misspells the constant or does not export it.
pub(super) fn fails_to_cache(site: &Site<'_>) -> bool {
    let mut others = site.file.exports.others.iter();
    others.any(|other| {
        let name = other.name.to_ascii_lowercase();
        let near = nearest(&name, CONFIG.iter().map(|config| config.name), 2);
        matches!(near, Some("dynamic" | "revalidate")) && no_config(site, other).is_some()
    })
}

/// Route config in a file that is neither a route, a page nor metadata. Some constants of a `middleware.rs` hold for the files below.
pub(super) fn outside_routes(site: &Site<'_>) -> Vec<Problem> {
    let has_no_effect = |it: &&Constant| allowed(site).all(|config| config.name != it.name);
    let constants = site.file.exports.constants.iter().filter(has_no_effect);
    let problems = constants.map(|constant| no_effect(site, constant));
    if site.file.kind == FileKind::Middleware {
        problems.chain(check(site)).collect()
    } else {
        problems.collect()
    }
}

/// The constants that have an effect in a file.
fn allowed<'s>(site: &Site<'s>) -> impl Iterator<Item = &'static Config> + use<'s> {
    let kind = site.file.kind;
    CONFIG.iter().filter(move |config| match kind {
        FileKind::Middleware => OF_MIDDLEWARE.contains(&config.name),
        FileKind::Layout | FileKind::NotFound | FileKind::Error => false,
        _ => true,
    })
}

fn no_effect(site: &Site<'_>, constant: &Constant) -> Problem {
    let help = match site.file.kind {
        FileKind::NotFound | FileKind::Error => "remove it; a page for errors runs for every error",
        _ => "move it to the routes and pages below, or remove its `pub` if it is a helper",
    };
    let message = format!(
        "`{}` is route config, which has no effect in `{}`",
        constant.name,
        site.file.name()
    );
    site.problem(Code::ConfigOutsideRoutes, constant.at, message, help)
}

/// An item that looks like route config and is not.
fn no_config(site: &Site<'_>, other: &Other) -> Option<Problem> {
    let name = other.name.as_str();
    let Some(config) = allowed(site).find(|config| config.name == name) else {
        let is_constant = other.kind == OtherKind::Const && other.is_public;
        return is_constant.then(|| misspelled(site, other)).flatten();
    };
    let first_type = config.value.first_type();
    let declaration = format!("write `pub const {name}: {}`", type_of(config, &other.ty));
    let (code, message, help) = match other.kind {
        OtherKind::Const => (
            Code::ConfigNotPublic,
            format!("`{name}` is not `pub`, so it has no effect"),
            declaration,
        ),
        OtherKind::Static => (
            Code::ConfigStatic,
            format!("`{name}` is a `static`, expected a `const`"),
            declaration,
        ),
        OtherKind::Use if other.is_public => (
            Code::ConfigReexport,
            format!("`{name}` is a re-export, expected a `const` declared in this file"),
            format!("write `pub const {name}: {first_type} = path::to::{name};`"),
        ),
        OtherKind::Use | OtherKind::Fn => return None,
    };
    Some(site.problem(code, other.at, message, help))
}

/// The declared type if the constant may have it, else the usual one.
fn type_of<'t>(config: &Config, declared: &'t str) -> &'t str {
    let types = config.value.types();
    if types.contains(&without_lifetimes(declared).as_str()) {
        declared
    } else {
        config.value.first_type()
    }
}

fn misspelled(site: &Site<'_>, other: &Other) -> Option<Problem> {
    let name = other.name.as_str();
    let ty = without_lifetimes(&other.ty);
    let is_capitals = !name.contains(|letter: char| letter.is_ascii_lowercase());
    let right = if is_capitals {
        let right = name.to_ascii_lowercase();
        let mut same = allowed(site).filter(|config| config.name == right);
        same.find(|config| config.value.types().contains(&ty.as_str()))?
            .name
    } else {
        nearest(name, allowed(site).map(|config| config.name), 2)?
    };
    Some(site.misspelled(Code::ConfigName, other, "is not a config constant", right))
}

fn wrong_type(site: &Site<'_>, constant: &Constant) -> Option<Problem> {
    let name = &constant.name;
    let config = allowed(site).find(|config| config.name == name)?;
    let ty = without_lifetimes(&constant.ty);
    let types = config.value.types();
    // Aliases and paths are left to rustc, which knows their types.
    if types.contains(&ty.as_str()) || !is_builtin(&ty) {
        return None;
    }
    let shown: Vec<String> = types.iter().map(|ty| format!("`{ty}`")).collect();
    Some(site.problem(
        Code::ConfigType,
        constant.at,
        format!(
            "`{name}` has type `{}`, expected {}",
            constant.ty,
            shown.join(" or ")
        ),
        format!(
            "write `pub const {name}: {} = {};`",
            config.value.first_type(),
            fitting(config.value, &constant.value)
        ),
    ))
}

/// The value in the first type that the constant may have, as far as the text shows it.
fn fitting(kind: Value, value: &str) -> String {
    let quoted = || {
        let (_, rest) = value.split_once('"')?;
        let (text, _) = rest.split_once('"')?;
        Some(format!("\"{text}\""))
    };
    let listed = || {
        let (_, rest) = value.split_once('[')?;
        let (items, _) = rest.rsplit_once(']')?;
        (!items.contains(['(', '[', '{'])).then(|| format!("&[{}]", items.trim()))
    };
    let number = || {
        let digits = value.trim_matches(|letter: char| !letter.is_ascii_digit());
        let is_whole =
            !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit() || it == b'_');
        let is_plain = value
            .trim_start_matches('"')
            .starts_with(|it: char| it.is_ascii_digit());
        (is_whole && is_plain).then(|| digits.to_owned())
    };
    let found = match kind {
        Value::Text | Value::TextOrList => quoted(),
        Value::List => listed().or_else(|| quoted().map(|text| format!("&[{text}]"))),
        Value::Seconds | Value::SecondsOrFalse | Value::Bytes => number(),
        Value::Bool => ["true", "false"]
            .into_iter()
            .find(|word| value.contains(word))
            .map(str::to_owned),
    };
    let unknown = match kind {
        Value::Text | Value::TextOrList => "\"…\"",
        Value::List => "&[\"…\"]",
        Value::Bool => "false",
        Value::Seconds | Value::SecondsOrFalse | Value::Bytes => "60",
    };
    found.unwrap_or_else(|| unknown.to_owned())
}

/// Returns `true` if a type cannot be an alias.
fn is_builtin(ty: &str) -> bool {
    const BUILTIN: [&str; 22] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
        "f32", "f64", "bool", "char", "&str", "str", "String", "&[&str]", "()", "&[u8]",
    ];
    BUILTIN.contains(&ty)
        || ["Option<", "Vec<", "[&str;", "&[&str;", "("]
            .iter()
            .any(|start| ty.starts_with(start))
}
