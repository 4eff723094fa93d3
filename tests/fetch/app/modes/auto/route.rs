use crate::lab::Lab;
use router_runtime::prelude::*;

pub const fetch_cache: &str = "auto";

pub async fn GET(State(lab): State<Lab>, fetch: Fetch) -> Response {
    lab.ask(fetch).await
}
