//! Shows the tenant by which it would authorize the request.

use router_runtime::prelude::*;

pub async fn middleware(cookies: Cookies, request: Request, next: Next) -> Response {
    let tenant = cookies
        .get("tenant")
        .map(|cookie| cookie.value().to_owned());
    let mut response = next.run(request).await;
    if let Some(Ok(tenant)) = tenant.map(HeaderValue::try_from) {
        response.headers_mut().insert("x-authorized", tenant);
    }
    response
}
