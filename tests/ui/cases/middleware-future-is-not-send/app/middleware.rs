use router_runtime::prelude::*;
use std::rc::Rc;

pub async fn middleware(_headers: HeaderMap, request: Request, next: Next) -> Response {
    let count = Rc::new(1);
    let response = next.run(request).await;
    drop(count);
    response
}
