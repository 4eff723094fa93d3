//! The extractor of the query.

use super::lists;
use axum::{
    extract::{FromRequestParts, rejection::QueryRejection},
    http::{Uri, request::Parts},
};
use serde::de::DeserializeOwned;
use std::ops::{Deref, DerefMut};

/// An extractor of the query.
///
/// ```
/// use router_runtime::prelude::*;
///
/// #[derive(serde::Deserialize)]
/// pub struct Filter {
///     #[serde(default)]
///     tag: Vec<String>,
///     page: Option<u32>,
/// }
///
/// // app/items/route.rs: `/items?tag=a&tag=b` has two tags
/// pub async fn GET(Query(filter): Query<Filter>) -> String {
///     format!("{:?} on page {}", filter.tag, filter.page.unwrap_or(1))
/// }
/// ```
///
/// 1. It accepts what axum's [`Query`](axum::extract::Query) accepts, and rejects with the same 400. Handlers may take axum's extractor
///    as well.
/// 2. The values of a name that occurs several times are a list; a single value is a list with one element. Write `#[serde(default)]`
///    for a list that may be absent.
/// 3. An empty value is `None` for an `Option` of a number or a `bool`, as an empty field of an HTML form is. `on` is `true`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> Query<T> {
    /// Deserializes the query of a URI.
    ///
    /// # Errors
    ///
    /// Returns 400 if the query does not fit the type.
    pub fn try_from_uri(uri: &Uri) -> Result<Self, QueryRejection> {
        let pairs = uri.query().unwrap_or_default();
        lists::read(pairs.as_bytes()).map(Self).or_else(|reason| {
            // For types like `HashMap<String, String>`, where axum keeps the last of several values.
            let query = axum::extract::Query::try_from_uri(uri);
            query
                .map(|query| Self(query.0))
                .map_err(|_| lists::query_rejection(&reason))
        })
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = QueryRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, QueryRejection> {
        Self::try_from_uri(&parts.uri)
    }
}

impl<T> Deref for Query<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Query<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
