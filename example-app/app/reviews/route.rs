//! # Request body
//!
//! `Json` deserializes the body. If the body is not JSON for the type, the response is a 4xx with the
//! reason.
//!
//! ```console
//! $ curl -s -X POST -H 'content-type: application/json' -d '{"item":"pen","stars":5}' http://localhost:3000/reviews
//! < 201
//! {"item":"pen","stars":5}
//! $ curl -s http://localhost:3000/reviews
//! < 200
//! [{"item":"pen","stars":5}]
//! $ curl -s -X POST -H 'content-type: application/json' -d '{"item":"pen"}' http://localhost:3000/reviews
//! < 422
//! Failed to deserialize the JSON body into the target type: missing field `stars` at line 1 column 14
//! $ curl -s -X POST -H 'content-type: text/plain' -d 'nice' http://localhost:3000/reviews
//! < 415
//! Expected request with `Content-Type: application/json`
//! ```

use crate::shop::{Review, Shop};
use router_runtime::prelude::*;

pub async fn GET(State(shop): State<Shop>) -> Json<Vec<Review>> {
    Json(shop.ledger().reviews.clone())
}

pub async fn POST(
    State(shop): State<Shop>,
    Json(review): Json<Review>,
) -> (StatusCode, Json<Review>) {
    shop.ledger().reviews.push(review.clone());
    (StatusCode::CREATED, Json(review))
}
