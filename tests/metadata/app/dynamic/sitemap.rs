use axum::http::HeaderMap;

pub const dynamic: &str = "force-dynamic";

/// A response built by the file.
pub async fn sitemap(headers: HeaderMap) -> String {
    let site = headers.get("x-site").and_then(|site| site.to_str().ok());
    format!("<urlset>{}</urlset>", site.unwrap_or("none"))
}
