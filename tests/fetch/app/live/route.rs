use crate::lab::Lab;
use router_runtime::prelude::*;

pub async fn GET(State(lab): State<Lab>, fetch: Fetch) -> Response {
    lab.ask(fetch).await
}

pub async fn POST(State(lab): State<Lab>, fetch: Fetch) -> Response {
    lab.ask(fetch).await
}
