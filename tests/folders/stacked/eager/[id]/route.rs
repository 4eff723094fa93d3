//! Below a middleware whose function returns a boxed future.

use router_runtime::prelude::HeaderMap;

pub async fn GET(headers: HeaderMap) -> String {
    crate::marks(&headers)
}
