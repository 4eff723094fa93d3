use router_runtime::prelude::*;

pub async fn middleware(next: Next) -> Response {
    next.run(Request::default()).await
}
