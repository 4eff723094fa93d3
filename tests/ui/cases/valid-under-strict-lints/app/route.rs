use router_runtime::prelude::*;

/// The home page.
pub async fn GET(headers: HeaderMap) -> String {
    headers.len().to_string()
}
