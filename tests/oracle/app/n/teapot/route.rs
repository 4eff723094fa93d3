use router_runtime::prelude::*;

pub async fn GET() -> impl IntoResponse {
    (StatusCode::IM_A_TEAPOT, "I'm a teapot")
}
