use crate::upstream::Upstream;
use router_runtime::prelude::*;

pub const fetch_cache: &str = "force-no-store";

pub async fn GET(State(upstream): State<Upstream>, fetch: Fetch) -> Response {
    upstream.call(fetch).await
}
