use router_runtime::prelude::*;

pub async fn middleware(user: crate::User, request: Request, next: Next) -> Response {
    let crate::User = user;
    next.run(request).await
}
