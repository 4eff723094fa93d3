use axum::{extract::FromRequestParts, http::request::Parts};

router_runtime::routes!("cases/metadata-takes-an-extractor-that-may-read-the-request/app");

pub struct Caller(pub String);

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(parts.uri.to_string()))
    }
}

fn main() {
    let _ = app::router();
}
