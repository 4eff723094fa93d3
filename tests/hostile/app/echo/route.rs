use axum::body::Bytes;

pub async fn POST(body: Bytes) -> Bytes {
    body
}
