use axum::{http::Method, response::IntoResponse};

pub async fn GET(method: Method) -> impl IntoResponse {
    ([("x-seen-method", method.to_string())], "hello")
}
