use router_runtime::prelude::*;

pub async fn GET(request: Request) -> Vec<u8> {
    request.uri().path().into()
}

pub async fn POST(body: Bytes) -> Bytes {
    body
}
