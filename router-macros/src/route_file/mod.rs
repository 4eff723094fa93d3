//! What one route file exports, read from its text.

/// The exports of a `route.rs`, `page.rs` or `not-found.rs`.
#[derive(Debug, Default)]
pub(crate) struct RouteFile {
    /// In source order. One method may stand here several times, each under its own `#[cfg]`.
    pub(crate) handlers: Vec<Handler>,
    /// In source order.
    pub(crate) constants: Vec<Constant>,
    /// The file does not lex or its item heads do not parse: rustc reports it in place, nothing of it is wired.
    pub(crate) broken: bool,
}

/// An exported handler.
#[derive(Debug)]
pub(crate) struct Handler {
    /// `GET`, `POST`, …; `page` in a page, `not_found` in `not-found.rs`.
    pub(crate) name: String,
    pub(crate) shape: Shape,
    /// The predicate of its `#[cfg(…)]` attributes (and of the file's `#![cfg(…)]`), as source text: `all(unix, feature = "x")`.
    pub(crate) cfg: Option<String>,
    pub(crate) at: Position,
}

/// How a handler is declared.
#[derive(Debug)]
pub(crate) enum Shape {
    /// `pub async fn GET(…)` or `pub fn GET(…)`.
    Fn { is_async: bool, arguments: Vec<Argument> },
    /// `pub use other::GET;`
    Reexport,
}

/// One argument of a handler.
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

/// Where something stands in its file; both count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}
