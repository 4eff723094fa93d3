use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn middleware(request: Request, next: Next) -> Response {
    next.run(request).await
}
