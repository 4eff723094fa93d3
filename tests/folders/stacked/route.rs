//! The root, without parameters.

use crate::stacks::{Note, describe};
use axum::extract::{Extension, MatchedPath, OriginalUri};
use router_runtime::prelude::*;

pub async fn GET(
    matched: MatchedPath,
    OriginalUri(original): OriginalUri,
    note: Option<Extension<Note>>,
    uri: Uri,
) -> String {
    describe(Some(&matched), &original, &uri, note, "")
}
