use axum::http::{HeaderMap, header::HOST};

pub async fn GET(headers: HeaderMap) -> Vec<u8> {
    headers[HOST].as_bytes().to_vec()
}
