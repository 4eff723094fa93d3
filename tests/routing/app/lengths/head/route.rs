//! A HEAD handler declares the length of a body that it does not send.

use router_runtime::prelude::*;

pub async fn HEAD() -> impl IntoResponse {
    [("content-length", "1234")]
}
