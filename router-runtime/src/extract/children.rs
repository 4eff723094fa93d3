//! The HTML inside a layout.

use crate::respond::Error;
use axum::{extract::FromRequestParts, http::request::Parts};
use std::{fmt, io, sync::Arc};

/// The content of a layout: the HTML of a page, or of the layout below.
///
/// It is already HTML, so a template must not escape it: `(PreEscaped(children))` in maud, `{{ children|safe }}` in askama.
///
/// ```
/// use router_runtime::prelude::*;
///
/// pub async fn layout(children: Children) -> Html<String> {
///     Html(format!("<!doctype html><main>{children}</main>"))
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Children(Arc<String>);

impl Children {
    pub(crate) fn new(html: String) -> Self {
        Self(Arc::new(html))
    }

    /// Returns the HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the error of a function that is not called as a layout.
    pub(crate) fn missing() -> Error {
        io::Error::other("`Children` can be extracted only by a `layout` function").into()
    }
}

impl fmt::Display for Children {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Children {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<Children> for String {
    fn from(children: Children) -> Self {
        Arc::unwrap_or_clone(children.0)
    }
}

/// For tests that call a layout.
impl From<&str> for Children {
    fn from(html: &str) -> Self {
        Self::new(html.to_owned())
    }
}

impl<S: Sync> FromRequestParts<S> for Children {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let children = parts.extensions.get().cloned();
        children.ok_or_else(Self::missing)
    }
}
