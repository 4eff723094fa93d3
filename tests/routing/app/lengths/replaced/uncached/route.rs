use router_runtime::prelude::*;

pub async fn GET() -> impl IntoResponse {
    ([("content-length", "5")], "short")
}
