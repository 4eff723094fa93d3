//! # After
//!
//! `After` runs work once the response has been sent, so that no client waits for it.
//!
//! ```console
//! $ curl -s -X POST http://localhost:3000/after
//! < 202
//! the letter is on its way
//! ```

use crate::shop::Shop;
use router_runtime::prelude::*;

pub async fn GET(State(shop): State<Shop>) -> String {
    format!("{} letters sent", shop.ledger().letters)
}

pub async fn POST(State(shop): State<Shop>, after: After) -> Result<(StatusCode, &'static str)> {
    after.run(async move { shop.ledger().letters += 1 })?;
    Ok((StatusCode::ACCEPTED, "the letter is on its way"))
}
