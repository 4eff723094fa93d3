use router_runtime::prelude::*;

use std::future::{Future, Ready, ready};

pub fn GET() -> impl Future<Output = &'static str> {
    async { "ok" }
}

pub fn PUT() -> &'static str {
    "ok"
}

pub async fn POST() {}

pub fn DELETE() -> Ready<StatusCode> {
    ready(StatusCode::NO_CONTENT)
}

pub async fn PATCH(body: String) -> Result<String> {
    let number: u32 = body.parse()?;
    Ok(number.to_string())
}

pub async fn HEAD(method: Method, uri: Uri) -> std::result::Result<Response, (StatusCode, String)> {
    Err((StatusCode::BAD_REQUEST, format!("{method} {uri}")))
}

pub async fn OPTIONS(request: Request) -> impl IntoResponse {
    (StatusCode::OK, request.uri().to_string())
}
