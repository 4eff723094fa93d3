use axum::RequestExt;
use axum::extract::{MatchedPath, OriginalUri};
use router_runtime::prelude::*;

/// A handler that takes the complete request gets the extensions of axum's Router.
pub async fn GET(mut request: Request) -> Result<String> {
    let matched = request.extract_parts::<MatchedPath>().await?;
    let OriginalUri(uri) = request.extract_parts::<OriginalUri>().await?;
    Ok(format!("{} {uri}", matched.as_str()))
}
