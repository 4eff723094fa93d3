use router_runtime::prelude::*;

pub async fn GET() -> impl IntoResponse {
    (StatusCode::NOT_MODIFIED, [(header::ETAG, "\"mine\"")])
}
