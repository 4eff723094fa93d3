use axum::{extract::Request, response::Response};

macro_rules! the {
    ($ty:ty) => {
        $ty
    };
}

pub async fn middleware(request: Request, next: the![axum::middleware::Next]) -> Response {
    next.run(request).await
}
