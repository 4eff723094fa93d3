use axum::{extract::FromRequestParts, http::request::Parts};
use router_runtime::prelude::*;

pub struct Own;

pub struct OwnRejection;

impl IntoResponse for OwnRejection {
    fn into_response(self) -> Response {
        (StatusCode::NOT_FOUND, "mine").into_response()
    }
}

impl<S: Sync> FromRequestParts<S> for Own {
    type Rejection = OwnRejection;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, OwnRejection> {
        Err(OwnRejection)
    }
}

pub async fn GET(_: Own) {}

pub async fn POST() -> StatusCode {
    StatusCode::NOT_FOUND
}

pub async fn PUT() -> Result<()> {
    let own = (StatusCode::CONFLICT, "mine");
    Err(Error::from_response(own))
}

/// A rejection of axum that the handler turns into its own response.
pub async fn PATCH(
    json: Result<Json<u32>, axum::extract::rejection::JsonRejection>,
) -> Result<String, axum::extract::rejection::JsonRejection> {
    json.map(|Json(number)| number.to_string())
}
