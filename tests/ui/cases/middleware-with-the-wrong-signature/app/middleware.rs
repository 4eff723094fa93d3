use router_runtime::prelude::*;

pub async fn middleware(request: Request) -> Request {
    request
}
