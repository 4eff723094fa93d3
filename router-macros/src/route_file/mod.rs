//! What one route file exports, read from its text.

mod cfg;
mod config;
pub(crate) mod lexer;
mod method;
mod names;
mod quoted;
mod reexport;
mod skim;
pub(crate) mod split;
mod structs;
pub(crate) mod text;

pub(crate) use config::{CONFIG, Config, Value};
pub(crate) use method::METHODS;
pub(crate) use names::Names;
pub(crate) use structs::{Field, Struct, structs};

use crate::{
    app_file::FileKind,
    location::{Position, Positions},
    metadata_file::Metadata,
};
use skim::{Item, ItemKind, Skimmed};

/// The function that lists the parameters known at build time.
pub(crate) const GENERATE_STATIC_PARAMS: &str = "generate_static_params";

/// The function that lists the sitemaps of a `sitemap.rs`.
pub(crate) const GENERATE_SITEMAPS: &str = "generate_sitemaps";

/// The exports of a `route.rs`, `page.rs`, `not-found.rs`, `middleware.rs`, `layout.rs` or metadata file.
#[derive(Debug, Default)]
pub(crate) struct RouteFile {
    /// In source order. One method may stand here several times, each under its own `#[cfg]`.
    pub(crate) handlers: Vec<Handler>,
    /// In source order.
    pub(crate) constants: Vec<Constant>,
    /// `pub async fn generate_static_params(…)`, or `generate_sitemaps(…)` of a `sitemap.rs`. In source order; one may stand here
    /// several times, each under its own `#[cfg]`.
    pub(crate) generators: Vec<Handler>,
    /// The file has `pub use …::*` or a macro call at its top: more names may come from there.
    pub(crate) globs_or_macros: bool,
    /// Functions, constants and statics that may have been meant as an export: public ones, and private ones of an export's name.
    pub(crate) others: Vec<Other>,
    /// The structs that a handler's `Path<…>` may name.
    pub(crate) structs: Vec<Struct>,
    pub(crate) names: Names,
    /// The predicate of its `#![cfg(…)]`.
    pub(crate) cfg: Option<String>,
    /// The file does not lex or its item heads do not parse: rustc reports it in place, nothing of it is wired.
    pub(crate) broken: bool,
}

/// An exported handler.
#[derive(Debug)]
pub(crate) struct Handler {
    /// `GET`, `POST`, …; `page` in a page, `not_found` in `not-found.rs`, `middleware` or `layer` in `middleware.rs`,
    /// `layout` in `layout.rs`, `sitemap` in `sitemap.rs`.
    pub(crate) name: String,
    pub(crate) shape: Shape,
    /// The declared return type of a function that lists values.
    pub(crate) returns: Option<Argument>,
    /// The predicate of its `#[cfg(…)]` attributes (and of the file's `#![cfg(…)]`), as source text: `all(unix, feature = "x")`.
    pub(crate) cfg: Option<String>,
    pub(crate) at: Position,
    /// Why no wrapper can be written for it.
    pub(crate) flaw: Option<Flaw>,
}

/// What keeps a function from being a handler.
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

/// How a handler is declared.
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

/// One argument of a handler, or what it returns.
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

/// A function, constant, static or import that the router does not take up.
#[derive(Debug)]
pub(crate) struct Other {
    pub(crate) kind: OtherKind,
    pub(crate) name: String,
    pub(crate) is_public: bool,
    /// The declared type of a constant or static.
    pub(crate) ty: String,
    pub(crate) at: Position,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OtherKind {
    Fn,
    Const,
    Static,
    Use,
}

/// Reads the exports that matter in a file of this kind.
pub(crate) fn read(source: &str, kind: FileKind) -> RouteFile {
    // rustc counts columns without it.
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    skim::skim(source)
        .and_then(|skimmed| exports(source, kind, &skimmed))
        .unwrap_or_else(|| RouteFile {
            broken: true,
            ..RouteFile::default()
        })
}

/// The names of the handlers that a file of this kind exports.
pub(crate) fn handler_names(kind: FileKind) -> &'static [&'static str] {
    match kind {
        FileKind::Route => &METHODS,
        FileKind::Page => &["page"],
        FileKind::NotFound => &["not_found"],
        FileKind::Middleware => &["middleware", "layer"],
        FileKind::Metadata(metadata) => metadata.exports(),
        FileKind::Asset(_) => &[],
        FileKind::Layout => &["layout"],
    }
}

fn exports(source: &str, kind: FileKind, skimmed: &Skimmed) -> Option<RouteFile> {
    let names = handler_names(kind);
    let mut file = RouteFile {
        cfg: cfg::predicate(source, skimmed.inner_attributes.iter()),
        ..RouteFile::default()
    };
    let mut positions = Positions::of(source);
    for item in &skimmed.items {
        let name = item.plain_name(source);
        let outer = || {
            let attributes = skimmed.inner_attributes.iter().chain(&item.attributes);
            cfg::predicate(source, attributes)
        };
        match item.kind {
            ItemKind::Fn if item.is_public && names.contains(&name) => {
                file.handlers.push(method::handler(source, item, outer())?);
            }
            ItemKind::Fn if item.is_public && generator_names(kind).contains(&name) => {
                let generator = method::generator(source, item, outer())?;
                file.generators.push(generator);
            }
            ItemKind::Const if item.is_public && config::is_config(name) => {
                file.constants
                    .push(config::constant(source, item, outer())?);
            }
            ItemKind::Fn
                if item.is_public
                    || names.contains(&name)
                    || generator_names(kind).contains(&name) =>
            {
                let at = positions.next(item.name.start);
                file.others.push(other(source, item, OtherKind::Fn, at));
            }
            ItemKind::Const if item.is_public || config::is_config(name) => {
                let at = positions.next(item.name.start);
                file.others.push(other(source, item, OtherKind::Const, at));
            }
            ItemKind::Static if item.is_public || config::is_config(name) => {
                let at = positions.next(item.name.start);
                file.others.push(other(source, item, OtherKind::Static, at));
            }
            ItemKind::Use => reexport::read(source, item, kind, outer, &mut file)?,
            ItemKind::Macro if name != "macro_rules" => file.globs_or_macros = true,
            ItemKind::Enum | ItemKind::Struct | ItemKind::Type => file.names.declare(name),
            _ => {}
        }
    }
    if file.handlers.iter().any(Handler::names_path) {
        file.structs = structs(source, &skimmed.items);
    }
    Some(file)
}

/// The names of the functions with which a file of this kind lists its parameters.
pub(crate) fn generator_names(kind: FileKind) -> &'static [&'static str] {
    match kind {
        FileKind::Metadata(Metadata::Sitemap) => &[GENERATE_SITEMAPS, GENERATE_STATIC_PARAMS],
        FileKind::Route | FileKind::Page | FileKind::Metadata(_) => &[GENERATE_STATIC_PARAMS],
        _ => &[],
    }
}

fn other(source: &str, item: &Item, kind: OtherKind, at: Position) -> Other {
    let ty = match kind {
        OtherKind::Const | OtherKind::Static => config::declared(source, item).map(|(ty, _)| ty),
        OtherKind::Fn | OtherKind::Use => None,
    };
    Other {
        kind,
        name: item.plain_name(source).to_owned(),
        is_public: item.is_public,
        ty: ty.unwrap_or_default(),
        at,
    }
}

impl Handler {
    fn names_path(&self) -> bool {
        match &self.shape {
            Shape::Fn { arguments, .. } => arguments.iter().any(|it| it.ty.contains("Path<")),
            Shape::Reexport => false,
        }
    }
}

impl RouteFile {
    /// The handlers of one name.
    pub(crate) fn handlers_named(&self, name: &str) -> impl Iterator<Item = &Handler> {
        self.handlers
            .iter()
            .filter(move |handler| handler.name == name)
    }

    /// Whether a function of this name lists values.
    pub(crate) fn has_generator(&self, name: &str) -> bool {
        self.generators_named(name).next().is_some()
    }

    /// The functions of one name that list values.
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

#[cfg(test)]
mod tests;
