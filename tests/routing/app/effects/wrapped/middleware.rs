use router_runtime::prelude::*;

pub async fn middleware(cookies: Cookies, request: Request, next: Next) -> Response {
    cookies.set(("before", "1"));
    cookies.set(("both", "outside"));
    let response = next.run(request).await;
    cookies.set(("behind", "1"));
    response
}
