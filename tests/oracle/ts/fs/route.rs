use axum::http::Uri;

pub const dynamic: &str = "force-static";

pub async fn GET(uri: Uri) -> String {
    format!("fs {uri}")
}
