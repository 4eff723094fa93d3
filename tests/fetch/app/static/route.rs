use crate::upstream::Upstream;
use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET(State(upstream): State<Upstream>, fetch: Fetch) -> Response {
    upstream.call(fetch).await
}
