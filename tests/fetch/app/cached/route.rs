use crate::upstream::Upstream;
use router_runtime::prelude::*;

pub const revalidate: u32 = 600;

pub async fn GET(State(upstream): State<Upstream>, fetch: Fetch) -> Response {
    upstream.call(fetch).await
}
