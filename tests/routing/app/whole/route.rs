use axum::RequestExt;
use axum::extract::{MatchedPath, OriginalUri};
use router_runtime::prelude::*;

/// Whatever axum's Router puts into a request is there when a handler takes the whole of it.
pub async fn GET(mut request: Request) -> Result<String> {
    let matched = request.extract_parts::<MatchedPath>().await?;
    let OriginalUri(uri) = request.extract_parts::<OriginalUri>().await?;
    Ok(format!("{} {uri}", matched.as_str()))
}
