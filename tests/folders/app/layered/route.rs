use router_runtime::prelude::*;

pub async fn GET(headers: HeaderMap) -> String {
    crate::marks(&headers)
}
