//! Below layers, of which one adds an extension.

use crate::stacks::{Note, describe};
use axum::extract::{Extension, Path};
use router_runtime::prelude::*;

pub async fn GET(Path(id): Path<String>, note: Option<Extension<Note>>, uri: Uri) -> String {
    describe(None, &uri, &uri, note, &id)
}

pub async fn POST(Path(id): Path<String>, body: String) -> String {
    format!("{id} {body}")
}
