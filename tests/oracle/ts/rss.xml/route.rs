use axum::http::Uri;

pub async fn GET(uri: Uri) -> String {
    format!("rss {}", uri.path())
}
