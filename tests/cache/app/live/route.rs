use axum::{extract::FromRequestParts, http::request::Parts};
use router_runtime::{UnroutedRejection, prelude::*};
use router_tests::handlers::Handlers;

/// Data, read by an extractor of the application.
pub struct Stock(DataCache);

impl FromRequestParts<Handlers> for Stock {
    type Rejection = UnroutedRejection;

    async fn from_request_parts(
        parts: &mut Parts,
        handlers: &Handlers,
    ) -> Result<Self, UnroutedRejection> {
        DataCache::from_request_parts(parts, handlers)
            .await
            .map(Self)
    }
}

pub async fn GET(State(handlers): State<Handlers>, Stock(data): Stock) -> Result<String> {
    let keep = DataOptions::new().revalidate(60).tags(["stock"]);
    let stock = data.cached("stock", keep, async move { handlers.text("stock").await });
    Ok(format!("live of {}", stock.await?))
}
