use crate::lab::Lab;
use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET(State(lab): State<Lab>, fetch: Fetch) -> Response {
    lab.ask(fetch).await
}
