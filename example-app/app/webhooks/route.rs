//! # Webhooks
//!
//! A webhook needs the raw body, and its status tells the sender whether to retry. Here the sender is
//! a bank, which signs each body with a shared key, `example`: the HMAC-SHA-256 of its bytes.
//!
//! ```console
//! $ curl -s -H 'x-signature-256: sha256=5e5d261319029a227b024088da9e8546e5c84a69475c6920eb34e55027fa0d44' --data-binary '{"paid":2900}' http://localhost:3000/webhooks
//! < 200
//! received 13 bytes
//! $ curl -s -H 'x-signature-256: sha256=5e5d261319029a227b024088da9e8546e5c84a69475c6920eb34e55027fa0d44' --data-binary '{"paid":9900}' http://localhost:3000/webhooks
//! < 401
//! 401 Unauthorized
//! $ curl -s --data-binary '{"paid":1}' http://localhost:3000/webhooks
//! < 401
//! 401 Unauthorized
//! $ curl -s -H 'x-signature-256: sha256=af52e3cb55efeabe39610a582cf06762fd1069932d1fad1f58bc4b500a3dd58d' --data-binary '{"paid":' http://localhost:3000/webhooks
//! < 400
//! EOF while parsing a value at line 1 column 8
//! $ curl -s http://localhost:3000/webhooks
//! < 200
//! [2900]
//! ```

use hmac::{Hmac, KeyInit, Mac};
use router_runtime::prelude::*;
use sha2::Sha256;
use sqlx::SqlitePool;

/// The shared key. A real application reads it from the environment.
const KEY: &[u8] = b"example";

#[derive(Debug, serde::Deserialize)]
pub struct Event {
    paid: u32,
}

pub async fn GET(State(database): State<SqlitePool>) -> Result<Json<Vec<u32>>> {
    let payments = sqlx::query_scalar("SELECT cents FROM payments ORDER BY id DESC LIMIT 20");
    Ok(Json(payments.fetch_all(&database).await?))
}

pub async fn POST(
    State(database): State<SqlitePool>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<String> {
    check_signature(&headers, &body).ok_or_else(unauthorized)?;
    let event: Event = serde_json::from_slice(&body)
        .map_err(|error| Error::new(StatusCode::BAD_REQUEST, error.to_string()))?;
    let record = sqlx::query("INSERT INTO payments (cents) VALUES (?)").bind(event.paid);
    record.execute(&database).await?;
    Ok(format!("received {} bytes", body.len()))
}

/// Returns `Some` if the signature is valid. The comparison takes constant time.
fn check_signature(headers: &HeaderMap, body: &[u8]) -> Option<()> {
    let header = headers.get("x-signature-256")?.to_str().ok()?;
    let signature = hex::decode(header.strip_prefix("sha256=")?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY).ok()?;
    mac.update(body);
    mac.verify_slice(&signature).ok()
}
