//! Below a middleware that runs it on another task.

use axum::extract::Path;

pub async fn GET(Path(id): Path<String>) -> String {
    id
}
