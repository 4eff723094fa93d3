use axum::{
    http::{
        HeaderName,
        header::{
            ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
        },
    },
    response::IntoResponse,
};

const CORS: [(HeaderName, &str); 3] = [
    (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (
        ACCESS_CONTROL_ALLOW_METHODS,
        "GET, POST, PUT, DELETE, OPTIONS",
    ),
    (ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type, Authorization"),
];

pub async fn GET() -> impl IntoResponse {
    (CORS, "Hello, Next.js!")
}
