use crate::upstream::Upstream;
use axum::{extract::FromRequestParts, http::request::Parts};
use router_runtime::{UnroutedRejection, prelude::*};

/// `Fetch`, read by an extractor of the application.
pub struct Bank(Fetch);

impl FromRequestParts<Upstream> for Bank {
    type Rejection = UnroutedRejection;

    async fn from_request_parts(
        parts: &mut Parts,
        upstream: &Upstream,
    ) -> Result<Self, UnroutedRejection> {
        Fetch::from_request_parts(parts, upstream).await.map(Self)
    }
}

pub async fn GET(State(upstream): State<Upstream>, Bank(fetch): Bank) -> Response {
    upstream.call(fetch).await
}
