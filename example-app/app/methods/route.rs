//! # HTTP methods
//!
//! One file contains all methods of its URL, here of the basket. `HEAD` is derived from `GET`, the
//! response to `OPTIONS` lists the methods, and other methods are a 405.
//!
//! ```console
//! $ curl -s -X POST -H 'content-type: application/json' -d '{"slug":"pen","count":2}' http://localhost:3000/methods
//! < 201
//! {"pen":2}
//! $ curl -s -X PATCH -H 'content-type: application/json' -d '{"slug":"pen","count":1}' http://localhost:3000/methods
//! < 200
//! {"pen":3}
//! $ curl -s http://localhost:3000/methods
//! < 200
//! < content-type: application/json
//! {"pen":3}
//! $ curl -s -I http://localhost:3000/methods
//! < 200
//! < content-length: 9
//! $ curl -s -X OPTIONS http://localhost:3000/methods
//! < 204
//! < allow: DELETE, GET, HEAD, OPTIONS, PATCH, POST
//! $ curl -s -X PUT http://localhost:3000/methods
//! < 405
//! < allow: DELETE, GET, HEAD, OPTIONS, PATCH, POST
//! $ curl -s -X DELETE http://localhost:3000/methods
//! < 204
//! ```

use crate::{catalog::item, shop::Shop};
use router_runtime::prelude::*;
use std::collections::BTreeMap;

#[derive(Debug, serde::Deserialize)]
pub struct Line {
    slug: String,
    count: u32,
}

type Basket = Json<BTreeMap<&'static str, u32>>;

pub async fn GET(State(shop): State<Shop>) -> Basket {
    Json(shop.ledger().basket.clone())
}

pub async fn POST(
    State(shop): State<Shop>,
    Json(line): Json<Line>,
) -> Result<(StatusCode, Basket)> {
    let item = item(&line.slug).ok_or_else(not_found)?;
    let mut ledger = shop.ledger();
    ledger.basket.insert(item.slug, line.count);
    Ok((StatusCode::CREATED, Json(ledger.basket.clone())))
}

pub async fn PATCH(State(shop): State<Shop>, Json(line): Json<Line>) -> Result<Basket> {
    let mut ledger = shop.ledger();
    let count = ledger
        .basket
        .get_mut(line.slug.as_str())
        .ok_or_else(not_found)?;
    *count = count.saturating_add(line.count);
    Ok(Json(ledger.basket.clone()))
}

pub async fn DELETE(State(shop): State<Shop>) -> StatusCode {
    shop.ledger().basket.clear();
    StatusCode::NO_CONTENT
}
