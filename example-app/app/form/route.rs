//! # Request body: form data
//!
//! `Form` deserializes the body of an HTML form, and `garde` validates it.
//!
//! ```console
//! $ curl -s -d 'name=Ada+Lovelace&item=ink' http://localhost:3000/form
//! < 200
//! Ada Lovelace ordered: Ink, blue & black
//! $ curl -s -d 'name=&item=tea' http://localhost:3000/form
//! < 422
//! item: is not in the shop
//! name: length is lower than 1
//! $ curl -s -d 'name=Ada' http://localhost:3000/form
//! < 422
//! Failed to deserialize form body: missing field `item`
//! $ curl -s http://localhost:3000/form
//! < 200
//! < content-type: text/html; charset=utf-8
//! …
//! <option value="pen">Fountain pen</option>
//! …
//! ```

use crate::{
    app::form,
    catalog::{ITEMS, item},
    html::{document, escape},
};
use garde::Validate;
use router_runtime::prelude::*;

#[derive(Debug, serde::Deserialize, Validate)]
pub struct Order {
    #[garde(length(chars, min = 1, max = 100))]
    name: String,
    #[garde(custom(is_in_the_shop))]
    item: String,
}

fn is_in_the_shop<C>(slug: &str, _: &C) -> garde::Result {
    match item(slug) {
        Some(_) => Ok(()),
        None => Err(garde::Error::new("is not in the shop")),
    }
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
    order
        .validate()
        .map_err(|report| Error::new(StatusCode::UNPROCESSABLE_ENTITY, report.to_string()))?;
    let item = item(&order.item).ok_or_else(not_found)?;
    Ok(format!("{} ordered: {}", order.name, item.name))
}
