use crate::Shop;
use router_runtime::prelude::*;

pub async fn middleware(State(_shop): State<Shop>, request: Request, next: Next) -> Response {
    next.run(request).await
}
