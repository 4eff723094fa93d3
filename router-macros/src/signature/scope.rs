//! The meaning of types in one file.

use super::ty::Ty;
use crate::route_file::{BUILT_IN, Declared, Exports, Item};

/// The names of a file and the arguments of `routes!`, by which types are judged.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'s> {
    pub(crate) exports: &'s Exports,
    pub(crate) state: Option<&'s State>,
    /// The path of the `Params` of the file's folder; empty without parameters.
    pub(crate) params: &'s str,
    /// The URL of the file has parameters.
    pub(crate) has_parameters: bool,
    /// The app folder as the user wrote it.
    pub(crate) folder: &'s str,
}

/// The type of the state.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// As the user wrote it.
    pub(crate) text: String,
    /// The paths that certainly lead to it from a route file.
    pub(crate) paths: Vec<String>,
}

impl State {
    /// A type to which no path is known to lead.
    pub(crate) fn unknown(text: String) -> Self {
        Self {
            text,
            paths: Vec::new(),
        }
    }
}

/// A type whose name is resolved.
#[derive(Debug)]
pub(super) enum Meaning<'s> {
    /// A type of a known crate, by its name.
    Known(Origin, &'s str, &'s [Ty<'s>]),
    /// A struct, enum or union of the file.
    Declared(&'s Declared),
    /// The `Params` of the file's folder.
    Params,
    Unknown,
}

/// The crate of a known type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The prelude, axum, http, bytes.
    Web,
    Std,
}

impl<'s> Scope<'s> {
    pub(super) fn meaning(&self, ty: &'s Ty<'s>) -> Meaning<'s> {
        match ty {
            Ty::Path {
                prefix,
                name,
                arguments,
            } => self.path(prefix, name, arguments),
            _ => Meaning::Unknown,
        }
    }

    fn path(&self, prefix: &'s str, name: &'s str, arguments: &'s [Ty<'s>]) -> Meaning<'s> {
        let declared = self.exports.declared.iter().find(|it| it.name == name);
        match declared {
            Some(declared) if matches!(prefix, "" | "self::") => {
                return Meaning::Declared(declared);
            }
            _ => {}
        }
        let names = &self.exports.names;
        let Item::Known(path) = names.item(prefix, name) else {
            let is_params = arguments.is_empty()
                && !self.params.is_empty()
                && names.own_path(prefix, name).as_deref() == Some(self.params);
            return if is_params {
                Meaning::Params
            } else {
                Meaning::Unknown
            };
        };
        let original = path.rsplit("::").next().unwrap_or_default();
        // A renamed import has the meaning of its original.
        match known(&path, original) {
            Some((origin, name)) => Meaning::Known(origin, name, arguments),
            None => Meaning::Unknown,
        }
    }

    /// The original name of a type that certainly is an item of the runtime.
    pub(super) fn of_runtime(&self, ty: &Ty<'_>) -> Option<String> {
        let Ty::Path { prefix, name, .. } = ty else {
            return None;
        };
        let declared = &self.exports.declared;
        if prefix.is_empty() && declared.iter().any(|it| it.name == *name) {
            return None;
        }
        let names = &self.exports.names;
        match names.item(prefix, name) {
            Item::Known(path) => path.strip_prefix("router_runtime::").map(str::to_owned),
            // An item of the prelude with a feature, such as `Fetch`. One that is imported by name may be an own item of a facade.
            Item::Unknown
                if prefix.is_empty() && !names.imports(name) && names.is_preludes(name) =>
            {
                Some((*name).to_owned())
            }
            Item::Own | Item::Unknown => None,
        }
    }

    /// Returns `true` if a type certainly is this one of a known crate, also under another name.
    pub(crate) fn is(&self, ty: &str, name: &str) -> bool {
        if !ty.ends_with(name) && !self.exports.names.imports_item(name) {
            return false;
        }
        let ty = Ty::read(ty);
        matches!(Scope { ..*self }.meaning(&ty), Meaning::Known(Origin::Web, it, []) if it == name)
    }

    /// Returns `true` if a type certainly is another one than this type of a known crate.
    pub(crate) fn is_not(&self, ty: &str, name: &str) -> bool {
        let ty = Ty::read(ty);
        is_not(*self, &ty, name)
    }

    /// The type of the file that a type names.
    pub(super) fn declared(&self, ty: &'s Ty<'s>) -> Option<&'s Declared> {
        match self.meaning(ty) {
            Meaning::Declared(declared) => Some(declared),
            _ => None,
        }
    }

    /// Returns `true` if a trait's path certainly leads to this trait.
    pub(super) fn is_trait(&self, prefix: &str, name: &str, expected: &str) -> bool {
        match self.exports.names.item(prefix, name) {
            Item::Known(path) => path.rsplit("::").next() == Some(expected),
            Item::Own | Item::Unknown => false,
        }
    }
}

impl Scope<'_> {
    /// Returns `true` if a trait's path certainly leads to `std::error::Error`.
    pub(super) fn is_std_error(&self, prefix: &str, name: &str) -> bool {
        let item = self.exports.names.item(prefix, name);
        matches!(item, Item::Known(path) if path == "std::error::Error" || path == "core::error::Error")
    }
}

/// Returns `true` if a type certainly is another one than this type of a known crate.
pub(super) fn is_not<'s>(scope: Scope<'s>, ty: &'s Ty<'s>, name: &str) -> bool {
    match ty {
        Ty::Path { .. } => match scope.meaning(ty) {
            Meaning::Known(origin, it, _) => origin != Origin::Web || it != name,
            Meaning::Declared(declared) => declared.is_certain,
            Meaning::Params => true,
            Meaning::Unknown => false,
        },
        // A macro or a projection may be any type.
        Ty::Other => false,
        _ => true,
    }
}

/// Types of the standard library, with their modules.
const STD: [(&str, &[&str]); 15] = [
    ("Box", &["boxed"]),
    ("BTreeMap", &["collections", "collections::btree_map"]),
    ("BTreeSet", &["collections", "collections::btree_set"]),
    ("Cow", &["borrow"]),
    ("HashMap", &["collections", "collections::hash_map"]),
    ("HashSet", &["collections", "collections::hash_set"]),
    ("Infallible", &["convert"]),
    ("Option", &["option"]),
    ("Rc", &["rc"]),
    ("Result", &["result"]),
    ("SocketAddr", &["net"]),
    ("String", &["string"]),
    ("Vec", &["vec"]),
    ("VecDeque", &["collections"]),
    ("Arc", &["sync"]),
];

/// Types of the prelude, axum, http and bytes, which have one meaning there, in alphabetical order.
const WEB: [&str; 47] = [
    "After",
    "Body",
    "Bytes",
    "Cache",
    "CacheEntry",
    "Children",
    "ConnectInfo",
    "CookieJar",
    "Cookies",
    "DataCache",
    "Error",
    "ErrorContext",
    "Extension",
    "Extensions",
    "Fetch",
    "FolderLayers",
    "Form",
    "FormData",
    "HeaderMap",
    "HeaderName",
    "HeaderValue",
    "Html",
    "Json",
    "MatchedPath",
    "Method",
    "MethodLayers",
    "Multipart",
    "NestedPath",
    "Next",
    "NoContent",
    "OriginalUri",
    "Parts",
    "Path",
    "PrivateCookies",
    "Query",
    "RawForm",
    "RawPathParams",
    "RawQuery",
    "Redirect",
    "Request",
    "Response",
    "Result",
    "SignedCookies",
    "State",
    "StatusCode",
    "Uri",
    "WebSocketUpgrade",
];

fn known(path: &str, name: &str) -> Option<(Origin, &'static str)> {
    let (root, rest) = path.split_once("::")?;
    let module = rest.strip_suffix(name)?.trim_end_matches("::");
    if matches!(root, "std" | "core" | "alloc") {
        if module.is_empty() {
            let name = BUILT_IN.into_iter().find(|it| *it == name)?;
            return Some((Origin::Std, name));
        }
        let (name, modules) = STD.iter().find(|(it, _)| *it == name)?;
        return modules.contains(&module).then_some((Origin::Std, name));
    }
    let name = WEB[WEB.binary_search(&name).ok()?];
    let has_one_meaning = match name {
        // `http::Error`, `axum::Error` and `axum::http::Error` differ from the prelude's.
        "Error" => root == "router_runtime",
        "Result" => root == "router_runtime" || path == "axum::response::Result",
        "Parts" => path.ends_with("http::request::Parts"),
        // Those of http are generic over the body.
        "Request" | "Response" => root != "http" && !module.starts_with("http"),
        "Path" | "Query" | "Form" => matches!(root, "router_runtime" | "axum"),
        _ => root != "headers",
    };
    has_one_meaning.then_some((Origin::Web, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(WEB.is_sorted());
    }
}
