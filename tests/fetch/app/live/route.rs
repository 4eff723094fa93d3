use crate::upstream::Upstream;
use router_runtime::prelude::*;

pub async fn GET(State(upstream): State<Upstream>, fetch: Fetch) -> Response {
    upstream.call(fetch).await
}

pub async fn POST(State(upstream): State<Upstream>, fetch: Fetch) -> Response {
    upstream.call(fetch).await
}
