use crate::lab::Lab;
use axum::{extract::FromRequestParts, http::request::Parts};
use router_runtime::{UnroutedRejection, prelude::*};

/// `Fetch`, taken by an extractor of the application's own.
pub struct Bank(Fetch);

impl FromRequestParts<Lab> for Bank {
    type Rejection = UnroutedRejection;

    async fn from_request_parts(parts: &mut Parts, lab: &Lab) -> Result<Self, UnroutedRejection> {
        Fetch::from_request_parts(parts, lab).await.map(Self)
    }
}

pub async fn GET(State(lab): State<Lab>, Bank(fetch): Bank) -> Response {
    lab.ask(fetch).await
}
