use router_runtime::prelude::*;

pub async fn POST(body: Bytes) -> String {
    body.len().to_string()
}
