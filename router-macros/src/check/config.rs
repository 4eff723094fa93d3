//! Route config that is misspelled, hidden or of the wrong type.

use super::{Site, distance::nearest, types::without_lifetimes};
use crate::{
    app_file::FileKind,
    diagnostics::Problem,
    route_file::{CONFIG, Config, Constant, Other, OtherKind, Value},
};

pub(super) fn check(site: &Site<'_>) -> Vec<Problem> {
    let file = &site.endpoint.source;
    let others = file.others.iter().filter_map(|other| missed(site, other));
    others
        .chain(file.constants.iter().filter_map(|it| wrong_type(site, it)))
        .collect()
}

/// Route config in a file that is no route.
pub(super) fn of_no_route<'s>(site: &'s Site<'_>) -> impl Iterator<Item = Problem> + 's {
    let noun = site.endpoint.kind.noun();
    let help = match site.endpoint.kind {
        FileKind::NotFound => "remove it: whatever nothing answers is answered per request",
        _ => "move it to the files below that answer, or remove its `pub` if it is a helper",
    };
    let constants = site.endpoint.source.constants.iter();
    constants.map(move |constant| {
        let name = &constant.name;
        site.problem(
            format!("`{name}` configures a route, and a {noun} is none"),
            constant.at,
            help.to_owned(),
        )
    })
}

fn missed(site: &Site<'_>, other: &Other) -> Option<Problem> {
    let name = other.name.as_str();
    let config = CONFIG.into_iter().find(|config| config.name == name);
    match (other.kind, config) {
        (OtherKind::Const, Some(config)) => Some(site.problem(
            format!("`{name}` is not `pub`, so it configures nothing"),
            other.at,
            format!(
                "write `pub const {name}: {}`",
                shown_type(config, &other.ty)
            ),
        )),
        (OtherKind::Static, Some(config)) => Some(site.problem(
            format!("`{name}` is a `static`, and route config is made of constants"),
            other.at,
            format!(
                "write `pub const {name}: {}`",
                shown_type(config, &other.ty)
            ),
        )),
        (OtherKind::Use, Some(config)) if other.is_public => Some(site.problem(
            format!("`{name}` is a re-export, and route config is read in its own file"),
            other.at,
            format!(
                "write `pub const {name}: {} = …;` with the path of the constant",
                config.value.first_type()
            ),
        )),
        (OtherKind::Const, None) if other.is_public => near_miss(site, other),
        _ => None,
    }
}

/// The declared type when it is one of the config's, else the config's.
fn shown_type(config: Config, declared: &str) -> String {
    if config
        .value
        .types()
        .contains(&without_lifetimes(declared).as_str())
    {
        return declared.to_owned();
    }
    config.value.first_type().to_owned()
}

fn near_miss(site: &Site<'_>, other: &Other) -> Option<Problem> {
    let name = other.name.as_str();
    let ty = without_lifetimes(&other.ty);
    let is_capitals = !name.contains(|letter: char| letter.is_ascii_lowercase());
    let right = if is_capitals {
        let right = name.to_ascii_lowercase();
        CONFIG
            .into_iter()
            .find(|config| config.name == right && config.value.types().contains(&ty.as_str()))?
            .name
    } else {
        nearest(name, CONFIG.into_iter().map(|config| config.name), 2)?
    };
    Some(site.problem(
        format!("`{name}` configures nothing, but is almost `{right}`"),
        other.at,
        format!("rename it to `{right}`, or remove its `pub` if it is a helper"),
    ))
}

fn wrong_type(site: &Site<'_>, constant: &Constant) -> Option<Problem> {
    let config = CONFIG
        .into_iter()
        .find(|config| config.name == constant.name)?;
    let ty = without_lifetimes(&constant.ty);
    let types = config.value.types();
    // Aliases and paths are left to rustc, which knows what they stand for.
    if types.contains(&ty.as_str()) || !is_plain(&ty) {
        return None;
    }
    let name = &constant.name;
    let shown: Vec<String> = types.iter().map(|ty| format!("`{ty}`")).collect();
    Some(site.problem(
        format!(
            "`{name}` is declared as `{}` and has to be {}",
            constant.ty,
            shown.join(" or ")
        ),
        constant.at,
        format!("write `pub const {name}: {}`", config.value.first_type()),
    ))
}

/// A type that cannot be an alias.
fn is_plain(ty: &str) -> bool {
    const PLAIN: [&str; 22] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
        "f32", "f64", "bool", "char", "&str", "str", "String", "&[&str]", "()", "&[u8]",
    ];
    PLAIN.contains(&ty)
        || ["Option<", "Vec<", "[&str;", "&[&str;", "("]
            .iter()
            .any(|start| ty.starts_with(start))
}

impl Value {
    fn types(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["&str"],
            Self::TextOrList => &["&str", "&[&str]"],
            Self::List => &["&[&str]"],
            Self::Seconds => &["u32"],
            Self::SecondsOrFalse => &["u32", "bool"],
            Self::Bool => &["bool"],
            Self::Bytes => &["usize"],
        }
    }

    pub(crate) fn first_type(self) -> &'static str {
        self.types().first().copied().unwrap_or("_")
    }
}
