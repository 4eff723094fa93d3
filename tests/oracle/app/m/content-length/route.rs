use axum::{
    http::header::{CONTENT_LENGTH, CONTENT_TYPE},
    response::IntoResponse,
};

pub async fn GET() -> impl IntoResponse {
    (
        [(CONTENT_LENGTH, "5"), (CONTENT_TYPE, "text/x-foo")],
        "hello",
    )
}
