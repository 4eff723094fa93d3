use router_runtime::prelude::*;

pub const max_duration: u32 = 30;
pub const body_limit: usize = 8;

pub async fn middleware(request: Request, next: Next) -> Response {
    next.run(request).await
}
