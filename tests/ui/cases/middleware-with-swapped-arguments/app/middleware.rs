use router_runtime::prelude::*;

pub async fn middleware(next: Next, request: Request) -> Response {
    next.run(request).await
}
