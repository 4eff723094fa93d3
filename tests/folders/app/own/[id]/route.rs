//! Below middleware with extractors of this crate, with an extractor of axum.

use axum::extract::{MatchedPath, Path};

pub async fn GET(matched: MatchedPath, Path(id): Path<String>) -> String {
    format!("{} {id}", matched.as_str())
}
