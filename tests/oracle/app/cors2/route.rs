use router_runtime::prelude::*;

const CORS: [(HeaderName, &str); 3] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS"),
    (header::ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type"),
];

pub async fn OPTIONS() -> impl IntoResponse {
    (StatusCode::NO_CONTENT, CORS)
}

pub async fn POST() -> impl IntoResponse {
    (CORS, "ok")
}
