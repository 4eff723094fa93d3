use router_runtime::prelude::*;

const SECONDS: u32 = 10;
pub const max_duration: u32 = 3 * SECONDS;
pub const body_limit: usize = 1 << 20;

pub async fn middleware(request: Request, next: Next) -> Response {
    next.run(request).await
}
