//! # A JSON API: pages of a list
//!
//! A page has at most 20 orders, and a `Link` to the next one.
//!
//! ```console
//! $ curl -s -H 'x-key: of-pens' http://localhost:3000/admin/orders
//! < 200
//! < content-type: application/json
//! …
//! $ curl -s -H 'x-key: of-pens' 'http://localhost:3000/admin/orders?after=1000'
//! < 200
//! []
//! ```

use crate::{
    app::admin,
    orders::{self, Order},
    paging::{Page, Start},
};
use router_runtime::prelude::*;
use sqlx::SqlitePool;

pub async fn GET(
    State(database): State<SqlitePool>,
    Query(start): Query<Start>,
) -> Result<Page<Order>> {
    let orders = orders::list(&database, start.after, Start::LIMIT).await?;
    let rows = orders.into_iter().map(|order| (order.number, order));
    Ok(Page::new(&admin::orders::href(), rows.collect()))
}
