//! Sets a cookie on each response, which its text passes on unchanged.

use router_runtime::prelude::*;

pub async fn middleware(cookies: Cookies, request: Request, next: Next) -> Response {
    cookies.set(("session", "1"));
    next.run(request).await
}
