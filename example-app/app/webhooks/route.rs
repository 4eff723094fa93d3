//! # Webhooks
//!
//! A webhook wants the body as it was sent, and an answer that says whether to try again. The
//! sender here is a bank that knows the password `example`.
//!
//! ```console
//! $ curl -s -H 'authorization: Bearer example' --data-binary '{"paid":2900}' http://localhost:3000/webhooks
//! < 200
//! received 13 bytes
//! $ curl -s -H 'authorization: Bearer example' --data-binary '{"paid":' http://localhost:3000/webhooks
//! < 400
//! EOF while parsing a value at line 1 column 8
//! $ curl -s --data-binary '{"paid":1}' http://localhost:3000/webhooks
//! < 401
//! $ curl -s http://localhost:3000/webhooks
//! < 200
//! [2900]
//! ```

use crate::shop::Shop;
use router_runtime::prelude::*;

#[derive(Debug, serde::Deserialize)]
pub struct Event {
    paid: u64,
}

pub async fn GET(State(shop): State<Shop>) -> Json<Vec<u64>> {
    Json(shop.ledger().payments.clone())
}

pub async fn POST(State(shop): State<Shop>, headers: HeaderMap, body: Bytes) -> Result<String> {
    headers
        .get(header::AUTHORIZATION)
        .filter(|value| *value == "Bearer example")
        .ok_or_else(unauthorized)?;
    let event: Event = serde_json::from_slice(&body)
        .map_err(|error| Error::new(StatusCode::BAD_REQUEST, error.to_string()))?;
    shop.ledger().payments.push(event.paid);
    Ok(format!("received {} bytes", body.len()))
}
