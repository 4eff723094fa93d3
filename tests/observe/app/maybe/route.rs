use router_runtime::RequestId;

pub async fn GET(id: Option<RequestId>) -> String {
    format!("{id:?}")
}

pub async fn POST(id: RequestId) -> String {
    id.to_string()
}
