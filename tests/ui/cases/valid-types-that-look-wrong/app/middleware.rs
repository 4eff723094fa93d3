use axum::{extract::Request as Demand, middleware::Next as After, response::Response};

pub async fn middleware(_: (), request: Demand, next: After) -> Response {
    next.run(request).await
}
