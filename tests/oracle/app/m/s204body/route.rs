use router_runtime::prelude::*;

pub async fn GET() -> (StatusCode, &'static str) {
    (StatusCode::NO_CONTENT, "x")
}
