use axum::extract::{MatchedPath, Path};

pub async fn GET(Path(id): Path<String>, matched: MatchedPath) -> String {
    format!("edit {id} {}", matched.as_str())
}
