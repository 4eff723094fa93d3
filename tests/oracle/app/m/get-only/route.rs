use router_runtime::prelude::*;

pub async fn GET(method: Method) -> impl IntoResponse {
    ([("x-seen-method", method.to_string())], "hello")
}
