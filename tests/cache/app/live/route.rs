use crate::lab::Lab;
use axum::{extract::FromRequestParts, http::request::Parts};
use router_runtime::{UnroutedRejection, prelude::*};

/// Data, taken by an extractor of the application's own.
pub struct Stock(DataCache);

impl FromRequestParts<Lab> for Stock {
    type Rejection = UnroutedRejection;

    async fn from_request_parts(parts: &mut Parts, lab: &Lab) -> Result<Self, UnroutedRejection> {
        DataCache::from_request_parts(parts, lab).await.map(Self)
    }
}

pub async fn GET(State(lab): State<Lab>, Stock(data): Stock) -> Result<String> {
    let keep = DataOptions::new().revalidate(60).tags(["stock"]);
    let stock = data.cached("stock", keep, async move { lab.text("stock").await });
    Ok(format!("live of {}", stock.await?))
}
