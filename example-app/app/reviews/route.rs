//! # Request body
//!
//! `Json` deserializes the body. If the body is not JSON for the type, the response is a 4xx with the
//! reason. `garde` validates the values. The list has 20 reviews a page, and a `Link` to the next one.
//!
//! ```console
//! $ curl -s -X POST -H 'content-type: application/json' -d '{"item":"pen","stars":5}' http://localhost:3000/reviews
//! < 201
//! {"item":"pen","stars":5}
//! $ curl -s http://localhost:3000/reviews
//! < 200
//! [{"item":"pen","stars":5}]
//! $ curl -s -X POST -H 'content-type: application/json' -d '{"item":"pen","stars":6}' http://localhost:3000/reviews
//! < 422
//! stars: greater than 5
//! $ curl -s -X POST -H 'content-type: application/json' -d '{"item":"pen"}' http://localhost:3000/reviews
//! < 422
//! Failed to deserialize the JSON body into the target type: missing field `stars` at line 1 column 14
//! $ curl -s -X POST -H 'content-type: text/plain' -d 'nice' http://localhost:3000/reviews
//! < 415
//! Expected request with `Content-Type: application/json`
//! ```

use crate::{
    app::reviews,
    error::ShopError,
    paging::{Page, Start},
};
use garde::Validate;
use router_runtime::prelude::*;
use sqlx::SqlitePool;

#[derive(Debug, serde::Deserialize, serde::Serialize, Validate)]
pub struct Review {
    #[garde(skip)]
    item: String,
    #[garde(range(min = 1, max = 5))]
    stars: u8,
}

pub async fn GET(
    State(database): State<SqlitePool>,
    Query(start): Query<Start>,
) -> Result<Page<Review>> {
    let reviews = sqlx::query_as(
        "SELECT reviews.id, slug, stars FROM reviews JOIN items ON items.id = item
         WHERE reviews.id > ? ORDER BY reviews.id LIMIT ?",
    );
    let reviews = reviews.bind(start.after).bind(Start::LIMIT);
    let reviews: Vec<(u32, String, u8)> = reviews.fetch_all(&database).await?;
    let rows = reviews
        .into_iter()
        .map(|(id, item, stars)| (id, Review { item, stars }));
    Ok(Page::new(&reviews::href(), rows.collect()))
}

pub async fn POST(
    State(database): State<SqlitePool>,
    Json(review): Json<Review>,
) -> Result<(StatusCode, Json<Review>), ShopError> {
    review.validate()?;
    let add =
        sqlx::query("INSERT INTO reviews (item, stars) SELECT id, ? FROM items WHERE slug = ?");
    let add = add.bind(review.stars).bind(&review.item);
    match add.execute(&database).await?.rows_affected() {
        0 => Err(ShopError::UnknownItem),
        _ => Ok((StatusCode::CREATED, Json(review))),
    }
}
