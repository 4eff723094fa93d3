use crate::TEXT;
use router_runtime::prelude::*;

pub async fn GET() -> impl IntoResponse {
    ([("etag", "\"v1\"")], TEXT.repeat(500))
}
