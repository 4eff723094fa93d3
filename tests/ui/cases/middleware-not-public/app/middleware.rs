use router_runtime::prelude::*;

async fn middleware(request: Request, next: Next) -> Response {
    next.run(request).await
}
