//! A length that contradicts the body of 25 bytes, unless it is 25.

use router_runtime::prelude::*;

pub async fn GET(Path(declared): Path<String>) -> impl IntoResponse {
    ([("content-length", declared)], "a body of twenty-five b.\n")
}
