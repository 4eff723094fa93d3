use router_runtime::prelude::*;

pub const max_duration: u32 = 0;

pub async fn middleware(request: Request, next: Next) -> Response {
    next.run(request).await
}
