use router_runtime::prelude::*;

pub async fn midleware(request: Request, next: Next) -> Response {
    next.run(request).await
}
