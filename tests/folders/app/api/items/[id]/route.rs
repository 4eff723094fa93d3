use axum::extract::MatchedPath;
use router_runtime::prelude::*;

pub async fn GET(Path(id): Path<String>, path: MatchedPath, headers: HeaderMap) -> String {
    format!("{id} {} {}", path.as_str(), crate::marks(&headers))
}

pub async fn POST(body: String) -> String {
    body
}
