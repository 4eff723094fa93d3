use router_runtime::prelude::*;

pub async fn proxy(request: Request, next: Next) -> Response {
    next.run(request).await
}
