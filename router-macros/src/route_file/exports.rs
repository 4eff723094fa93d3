//! The model of a route file.

use super::{
    declared::{Alias, Declared},
    names::Names,
    request_use::BodyUse,
    structs::Struct,
};
use crate::location::Position;

/// The exports of a `route.rs`, `page.rs`, `not-found.rs`, `middleware.rs`, `layout.rs` or metadata file.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of the text of its own"
)]
pub(crate) struct Exports {
    /// In source order. A method may occur several times, each under its own `#[cfg]`.
    pub(crate) handlers: Vec<Handler>,
    /// In source order.
    pub(crate) constants: Vec<Constant>,
    /// `pub async fn generate_static_params(…)`, or `generate_sitemaps(…)` of a `sitemap.rs`. In source order. A function may occur
    /// several times, each under its own `#[cfg]`.
    pub(crate) generators: Vec<Handler>,
    /// `pub fn POST_layer(…)`, in source order.
    pub(crate) layers: Vec<Handler>,
    /// The file has `pub use …::*` or a macro call at its top level, which may provide more exports.
    pub(crate) globs_or_macros: bool,
    /// Only macro calls may provide more exports.
    pub(crate) only_macros: bool,
    /// Functions, constants and statics that may be meant as an export: public ones, and private ones with the name of an export.
    pub(crate) others: Vec<Other>,
    /// The structs that a handler's `Path<…>` may contain.
    pub(crate) structs: Vec<Struct>,
    /// The types that the file declares.
    pub(crate) declared: Vec<Declared>,
    /// The type aliases that the file declares.
    pub(crate) aliases: Vec<Alias>,
    pub(crate) names: Names,
    /// The file has macro calls or attributes at its top level that may generate further items.
    pub(crate) may_generate: bool,
    /// The predicate of its `#![cfg(…)]`.
    pub(crate) cfg: Option<String>,
    /// The file does not lex or the head of an item does not parse. rustc reports it in place; the router ignores the file.
    pub(crate) broken: bool,
}

/// An exported handler.
#[derive(Debug)]
pub(crate) struct Handler {
    /// `GET`, `POST`, …; `page` in a page, `not_found` in `not-found.rs`, `middleware` or `layer` in `middleware.rs`,
    /// `layout` in `layout.rs`, `sitemap` in `sitemap.rs`.
    pub(crate) name: String,
    pub(crate) shape: Shape,
    /// The declared return type.
    pub(crate) returns: Option<Argument>,
    /// No attribute of the function or its arguments may change its signature or remove it.
    pub(crate) is_certain: bool,
    /// The predicate of its `#[cfg(…)]` attributes (and of the file's `#![cfg(…)]`), as source text: `all(unix, feature = "x")`.
    pub(crate) cfg: Option<String>,
    pub(crate) at: Position,
    /// Unknown for any function but a middleware.
    pub(crate) body_use: BodyUse,
    /// The reason that it cannot be called.
    pub(crate) flaw: Option<Flaw>,
}

/// A property of a function that the router cannot call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// `fn GET<T>(…)`
    Generic,
    /// `fn GET(x: impl Trait)`
    ImplTrait,
    /// `unsafe fn GET(…)`
    Unsafe,
    /// `extern "C" fn GET(…)`
    Extern,
    /// `const fn GET(…)`
    Const,
}

/// The form of a handler's declaration.
#[derive(Debug)]
pub(crate) enum Shape {
    /// `pub async fn GET(…)` or `pub fn GET(…)`.
    Fn {
        is_async: bool,
        arguments: Vec<Argument>,
    },
    /// `pub use other::GET;`
    Reexport,
}

/// One argument of a handler, or its return type.
#[derive(Debug)]
pub(crate) struct Argument {
    /// Its type as source text, white space folded.
    pub(crate) ty: String,
    pub(crate) at: Position,
}

/// An exported route config constant.
#[derive(Debug)]
pub(crate) struct Constant {
    /// `revalidate`, `dynamic`, …
    pub(crate) name: String,
    /// Declared type as source text, white space folded.
    pub(crate) ty: String,
    /// Initialiser as source text.
    pub(crate) value: String,
    pub(crate) cfg: Option<String>,
    pub(crate) at: Position,
}

/// A function, constant, static or import that the router does not use.
#[derive(Debug)]
pub(crate) struct Other {
    pub(crate) kind: OtherKind,
    pub(crate) name: String,
    pub(crate) is_public: bool,
    /// The declared type of a constant or static.
    pub(crate) ty: String,
    /// It is a function that takes the layers of a folder or method.
    pub(crate) takes_layers: bool,
    pub(crate) at: Position,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OtherKind {
    Fn,
    Const,
    Static,
    Use,
}

impl Handler {
    /// Its arguments, unless it is a re-export.
    pub(crate) fn arguments(&self) -> Option<&[Argument]> {
        match &self.shape {
            Shape::Fn { arguments, .. } => Some(arguments),
            Shape::Reexport => None,
        }
    }

    /// Returns `true` if an argument may be a `Path<…>`.
    pub(super) fn takes_path(&self) -> bool {
        let mut arguments = self.arguments().unwrap_or_default().iter();
        arguments.any(|it| it.ty.contains("Path<"))
    }
}

impl Exports {
    /// The handlers of one name.
    pub(crate) fn handlers_named(&self, name: &str) -> impl Iterator<Item = &Handler> {
        self.handlers
            .iter()
            .filter(move |handler| handler.name == name)
    }

    /// Returns `true` if the file has a generator function of this name.
    pub(crate) fn has_generator(&self, name: &str) -> bool {
        self.generators_named(name).next().is_some()
    }

    /// The generator functions of one name.
    pub(crate) fn generators_named(&self, name: &str) -> impl Iterator<Item = &Handler> {
        self.generators
            .iter()
            .filter(move |generator| generator.name == name)
    }

    /// The first constant of one name.
    pub(crate) fn constant(&self, name: &str) -> Option<&Constant> {
        self.constants.iter().find(|constant| constant.name == name)
    }
}
