use axum::extract::MatchedPath;
use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET(matched: MatchedPath, Path(id): Path<String>, uri: Uri) -> String {
    format!("{} {id} {}", matched.as_str(), uri.path())
}
