//! # Form data: after the redirect
//!
//! The page to which an order leads. It can be reloaded without ordering again.
//!
//! ```console
//! $ curl -s -d 'name=Ada+Lovelace&item=ink' http://localhost:3000/form
//! < 303
//! < location: /form/orders/1
//! $ curl -s http://localhost:3000/form/orders/1
//! < 200
//! …
//! <p class="lead">Order 1: Ink, blue &amp; black.</p>
//! …
//! $ curl -s http://localhost:3000/form/orders/1000000
//! < 404
//! …
//! ```

use crate::{
    app::form,
    html::{document, escape},
    orders,
};
use router_runtime::prelude::*;
use sqlx::SqlitePool;

pub async fn page(
    State(database): State<SqlitePool>,
    Path(number): Path<u32>,
) -> Result<Html<String>> {
    let order = orders::find(&database, number).await?;
    let (item, form) = (escape(&order.item), form::href());
    // Numbers can be guessed, so the page does not contain the name of the visitor.
    Ok(Html(document(
        "Thank you",
        &format!(
            "<h1>Thank you</h1>\n\
             <p class=\"lead\">Order {number}: {item}.</p>\n\
             <p><a class=\"button\" href=\"{form}\">Order something else</a></p>"
        ),
    )))
}
