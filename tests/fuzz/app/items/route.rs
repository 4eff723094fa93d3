use router_runtime::prelude::*;

pub async fn GET(Query(query): Query<Vec<(String, String)>>) -> String {
    format!("{query:?}")
}

pub async fn POST(body: Bytes) -> Bytes {
    body
}
