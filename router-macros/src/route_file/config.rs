//! Route config: `pub const revalidate: u32 = 60;`.

use super::{exports::Constant, lexer::Token, skim::SourceItem, text::folded};
use crate::location::position;

/// The types that a constant may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Text,
    TextOrList,
    List,
    Seconds,
    SecondsOrFalse,
    Bool,
    Bytes,
}

/// One route config constant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Config {
    pub(crate) name: &'static str,
    pub(crate) value: Value,
}

/// Every route config constant.
pub(crate) const CONFIG: [Config; 16] = [
    Config {
        name: "dynamic",
        value: Value::Text,
    },
    Config {
        name: "revalidate",
        value: Value::SecondsOrFalse,
    },
    Config {
        name: "dynamic_params",
        value: Value::Bool,
    },
    Config {
        name: "fetch_cache",
        value: Value::Text,
    },
    Config {
        name: "runtime",
        value: Value::Text,
    },
    Config {
        name: "preferred_region",
        value: Value::TextOrList,
    },
    Config {
        name: "max_duration",
        value: Value::Seconds,
    },
    Config {
        name: "body_limit",
        value: Value::Bytes,
    },
    Config {
        name: "check_origin",
        value: Value::Bool,
    },
    Config {
        name: "cache_query",
        value: Value::List,
    },
    Config {
        name: "cache_vary",
        value: Value::List,
    },
    Config {
        name: "cache_cookies",
        value: Value::List,
    },
    Config {
        name: "cache_tags",
        value: Value::List,
    },
    Config {
        name: "cache_shared",
        value: Value::Bool,
    },
    Config {
        name: "cache_expire",
        value: Value::Seconds,
    },
    Config {
        name: "stale_if_error",
        value: Value::Seconds,
    },
];

/// The constants that a `middleware.rs` may export for the files below.
pub(crate) const OF_MIDDLEWARE: [&str; 4] =
    ["body_limit", "cache_shared", "check_origin", "max_duration"];

impl Value {
    /// The types that the constant may have.
    pub(crate) fn types(self) -> &'static [&'static str] {
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

    /// The usual type.
    pub(crate) fn first_type(self) -> &'static str {
        self.types().first().copied().unwrap_or("_")
    }
}

pub(super) fn is_config(name: &str) -> bool {
    CONFIG.iter().any(|config| config.name == name)
}

pub(super) fn constant(source: &str, item: &SourceItem, cfg: Option<String>) -> Option<Constant> {
    let (ty, value) = declared(source, item)?;
    Some(Constant {
        name: item.plain_name(source).to_owned(),
        ty,
        value,
        cfg,
        at: position(source, item.name.start),
    })
}

/// The declared type and the initialiser of a constant or static.
pub(super) fn declared(source: &str, item: &SourceItem) -> Option<(String, String)> {
    let [colon, rest @ .., _semicolon] = item.rest.as_slice() else {
        return None;
    };
    let equals = initialiser(rest)?;
    colon.is_punct(b':').then(|| {
        (
            folded(source, &rest[..equals]),
            folded(source, &rest[equals + 1..]),
        )
    })
}

/// The index of the `=` outside of `<Item = X>` in a type.
fn initialiser(rest: &[Token]) -> Option<usize> {
    let mut angles = 0_usize;
    for (at, token) in rest.iter().enumerate() {
        if token.is_punct(b'<') {
            angles += 1;
        } else if token.is_punct(b'>') && (at == 0 || !rest[at - 1].is_punct(b'-')) {
            angles = angles.saturating_sub(1);
        } else if token.is_punct(b'=') && angles == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_from_a_glob_import_is_found() {
        let private = include_str!("../../../router-runtime/src/__private.rs");
        let (_, absent) = private.split_once("    absent! {").unwrap();
        let (absent, _) = absent.split_once('}').unwrap();
        for Config { name, .. } in CONFIG {
            assert!(absent.split_whitespace().any(|it| it == name), "{name}");
        }
    }
}
