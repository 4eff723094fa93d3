use router_runtime::prelude::*;

pub async fn guard(request: Request, next: Next) -> Response {
    next.run(request).await
}
