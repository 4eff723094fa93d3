use axum::{
    http::{
        HeaderName,
        header::{
            ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
        },
    },
    response::IntoResponse,
};
use router_runtime::prelude::*;

const CORS: [(HeaderName, &str); 3] = [
    (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS"),
    (ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type"),
];

pub async fn OPTIONS() -> impl IntoResponse {
    (StatusCode::NO_CONTENT, CORS)
}

pub async fn POST() -> impl IntoResponse {
    (CORS, "ok")
}
