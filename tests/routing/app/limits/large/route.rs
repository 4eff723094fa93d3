use router_runtime::prelude::*;

pub const body_limit: usize = 4 * 1024 * 1024;

pub async fn POST(body: Bytes) -> String {
    body.len().to_string()
}
