use crate::lab::Lab;
use router_runtime::prelude::*;

pub const revalidate: u32 = 600;

pub async fn GET(State(lab): State<Lab>, fetch: Fetch) -> Response {
    lab.ask(fetch).await
}
