use router_runtime::prelude::*;

pub async fn HEAD() -> impl IntoResponse {
    ([("x-from", "head")], Body::empty())
}
