type After = axum::middleware::Next;

pub async fn middleware(
    request: axum::extract::Request,
    next: After,
) -> impl axum::response::IntoResponse {
    next.run(request).await
}
