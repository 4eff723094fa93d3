use router_runtime::prelude::*;

pub async fn GET() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain")], "y".repeat(4000))
}
