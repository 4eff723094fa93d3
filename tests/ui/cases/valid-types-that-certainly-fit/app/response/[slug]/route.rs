use router_runtime::prelude::*;

pub async fn GET() -> impl IntoResponse {
    "ok"
}
