//! Changes responses as the request specifies, like a session layer or an authorization.

use router_runtime::prelude::*;

pub async fn middleware(cookies: Cookies, request: Request, next: Next) -> Response {
    let change = request.headers().get("x-change").cloned();
    let response = next.run(request).await;
    let Some(change) = change else {
        return response;
    };
    let (mut parts, body) = response.into_parts();
    match change.as_bytes() {
        b"cookie" => {
            let cookie = HeaderValue::from_static("session=1");
            parts.headers.append(header::SET_COOKIE, cookie);
        }
        b"jar" => cookies.set(("session", "1")),
        b"rebuilt" => {
            let mut response = Response::new(body);
            *response.headers_mut() = parts.headers;
            let cookie = HeaderValue::from_static("session=1");
            response.headers_mut().append(header::SET_COOKIE, cookie);
            return response;
        }
        b"other" => return StatusCode::UNAUTHORIZED.into_response(),
        b"remove" => {
            parts.headers.remove(header::CACHE_CONTROL);
        }
        b"cdn" => {
            let value = HeaderValue::from_static("max-age=1");
            parts.headers.insert("cdn-cache-control", value);
        }
        _ => {
            parts.headers.insert(header::CACHE_CONTROL, change);
        }
    }
    Response::from_parts(parts, body)
}
