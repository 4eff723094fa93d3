use router_runtime::prelude::*;

pub async fn POST(body: String, request: Request) -> String {
    format!("{body} {request:?}")
}
