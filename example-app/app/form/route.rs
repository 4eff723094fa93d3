//! # Request body: form data
//!
//! `Form` reads what an HTML form sends.
//!
//! ```console
//! $ curl -s -d 'name=Ada+Lovelace&item=ink' http://localhost:3000/form
//! < 200
//! Ada Lovelace ordered: Ink, blue & black
//! $ curl -s http://localhost:3000/form
//! < 200
//! < content-type: text/html; charset=utf-8
//! …
//! <option value="pen">Fountain pen</option>
//! …
//! ```

use crate::{
    app::form,
    html::{document, escape},
    shop::{ITEMS, item},
};
use router_runtime::prelude::*;

#[derive(Debug, serde::Deserialize)]
pub struct Order {
    name: String,
    item: String,
}

pub async fn GET() -> Html<String> {
    let options: Vec<String> = ITEMS
        .iter()
        .map(|item| {
            format!(
                "<option value=\"{}\">{}</option>\n",
                item.slug,
                escape(item.name)
            )
        })
        .collect();
    Html(document(
        "Order",
        &format!(
            "<h1>Order</h1>\n\
             <form method=\"post\" action=\"{}\">\n\
             <p><label>Your name <input name=\"name\" required></label></p>\n\
             <p><label>Item <select name=\"item\">\n{}</select></label></p>\n\
             <p><button>Order</button></p>\n\
             </form>",
            form::href(),
            options.concat()
        ),
    ))
}

pub async fn POST(Form(order): Form<Order>) -> Result<String> {
    let item = item(&order.item).ok_or_else(not_found)?;
    Ok(format!("{} ordered: {}", order.name, item.name))
}
