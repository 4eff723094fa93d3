//! The only `middleware.js` of the recorded application, whose matcher is `/mw/:path*`.

use crate::Origin;
use router_runtime::prelude::*;
use serde_json::json;

pub async fn middleware(
    State(Origin(host)): State<Origin>,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    match path.as_str() {
        "/mw/block" => {
            let headers = [("x-mw", "block")];
            return (StatusCode::UNAUTHORIZED, headers, "blocked").into_response();
        }
        "/mw/json" => {
            let body = Json(json!({ "mw": true }));
            return (StatusCode::FORBIDDEN, body).into_response();
        }
        "/mw/redirect" => {
            return redirect(format!("http://{host}/docs/echo?r=1")).into_response();
        }
        "/mw/throw" => panic!("mw boom"),
        "/mw/reqhdr" => {
            let headers = request.headers_mut();
            headers.insert("x-added", HeaderValue::from_static("mw"));
            headers.remove("x-drop");
        }
        _ => {}
    }
    let mut response = next.run(request).await;
    let set: &[(&'static str, &'static str)] = match path.as_str() {
        "/mw/reshdr" => &[
            ("x-res", "mw"),
            ("x-both", "mw"),
            ("access-control-allow-origin", "*"),
        ],
        "/mw/static" => &[("x-res", "mw")],
        _ => &[],
    };
    // In the recorded application, headers of the middleware override those of handlers.
    for (name, value) in set {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert(*name, value);
    }
    if path == "/mw/cookie" {
        for cookie in ["mwc=1; Path=/", "both=mw; Path=/"] {
            let cookie = HeaderValue::from_static(cookie);
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}
