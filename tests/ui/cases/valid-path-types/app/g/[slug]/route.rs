use axum::extract::Path;

pub async fn GET(Path(slug): Path<String>) -> String {
    slug
}
