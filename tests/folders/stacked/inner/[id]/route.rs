//! Below all middleware, with axum's own extractors.

use crate::stacks::{Note, describe};
use axum::extract::{Extension, MatchedPath, OriginalUri, Path};
use router_runtime::prelude::*;

pub async fn GET(
    Path(id): Path<String>,
    matched: MatchedPath,
    OriginalUri(original): OriginalUri,
    note: Option<Extension<Note>>,
    uri: Uri,
) -> String {
    describe(Some(&matched), &original, &uri, note, &id)
}

pub async fn POST(Path(id): Path<String>, body: String) -> String {
    format!("{id} {body}")
}
