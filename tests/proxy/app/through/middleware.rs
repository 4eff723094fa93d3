use router_runtime::{
    extract::{ClientIp, Origin},
    prelude::*,
};

pub async fn middleware(
    ClientIp(ip): ClientIp,
    origin: Origin,
    cookies: Cookies,
    request: Request,
    next: Next,
) -> Response {
    cookies.set(("outer", "1"));
    let mut response = next.run(request).await;
    let seen = format!("{ip} {origin}").try_into().unwrap();
    response.headers_mut().insert("x-seen", seen);
    response
}
