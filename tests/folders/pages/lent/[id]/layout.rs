//! A layout with an extractor that the router does not know.

use axum::{
    extract::{FromRequestParts, MatchedPath},
    http::request::Parts,
};
use router_runtime::prelude::*;

pub struct Whole {
    path: MatchedPath,
    children: Children,
}

impl<S: Send + Sync> FromRequestParts<S> for Whole {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let path = MatchedPath::from_request_parts(parts, state).await;
        let children = Children::from_request_parts(parts, state).await;
        // A next layout has none of this.
        parts.headers.clear();
        parts.extensions.clear();
        Ok(Self {
            path: path.map_err(|_| not_found())?,
            children: children?,
        })
    }
}

pub async fn layout(
    axum::extract::Path(id): axum::extract::Path<String>,
    children: Children,
    whole: Whole,
) -> Html<String> {
    let path = whole.path.as_str();
    let is_same = whole.children == children;
    Html(format!("<{id} {path} {is_same}>{children}</{id}>"))
}
