//! Below middleware with extractors.

use axum::extract::Path;

pub async fn GET(Path(id): Path<String>) -> String {
    id
}
