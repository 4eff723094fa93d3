//! # Request body: form data
//!
//! `Form` deserializes the body of an HTML form, and `garde` validates it. The response to a valid form
//! is a redirect with 303, so that a reload does not send the form again. An invalid form is shown
//! again, with its values, and an error next to each field.
//!
//! ```console
//! $ curl -s -d 'name=Ada+Lovelace&item=ink' http://localhost:3000/form
//! < 303
//! < location: /form/orders/1
//! $ curl -s -d 'name=+&item=tea' http://localhost:3000/form
//! < 422
//! < content-type: text/html; charset=utf-8
//! …
//! <p class="error" id="name-error">Enter your name.</p>
//! …
//! $ curl -s -d 'name=Ada&item=tea' http://localhost:3000/form
//! < 422
//! …
//! <p class="field"><label>Your name <input name="name" value="Ada" maxlength="100" autocomplete="name" required></label></p>
//! …
//! <p class="error" id="item-error">This item is not in the shop.</p>
//! …
//! $ curl -s http://localhost:3000/form
//! < 200
//! < content-type: text/html; charset=utf-8
//! …
//! <option value="pen">Fountain pen, 29.00</option>
//! …
//! ```

use crate::{
    app::form,
    catalog,
    error::ShopError,
    html::{document, escape},
    orders::{self, OrderForm, STOCK_TAG},
};
use router_runtime::prelude::*;
use sqlx::SqlitePool;
use std::collections::BTreeMap;

/// The errors by the name of their field.
type Errors = BTreeMap<String, String>;

pub async fn GET(State(database): State<SqlitePool>, data: DataCache) -> Result<Html<String>> {
    show(database, &data, &OrderForm::default(), &Errors::new()).await
}

pub async fn POST(
    State(database): State<SqlitePool>,
    data: DataCache,
    cache: Cache,
    Form(order): Form<OrderForm>,
) -> Result<Response> {
    let item_error = |error: &str| Errors::from([("item".to_owned(), error.to_owned())]);
    let (status, errors) = match orders::place(&database, &order).await {
        Ok(number) => {
            cache.update_tag(STOCK_TAG).await?;
            return Err(see_other(form::orders::number::href(number)));
        }
        Err(ShopError::Invalid(report)) => {
            let errors = report.iter();
            let errors = errors.map(|(field, error)| (field.to_string(), error.to_string()));
            (StatusCode::UNPROCESSABLE_ENTITY, errors.collect())
        }
        Err(ShopError::UnknownItem) => {
            let errors = item_error("This item is not in the shop.");
            (StatusCode::UNPROCESSABLE_ENTITY, errors)
        }
        Err(ShopError::SoldOut) => {
            let errors = item_error("This item is sold out. Choose another one.");
            (StatusCode::CONFLICT, errors)
        }
        Err(error) => return Err(error.into()),
    };
    let page = show(database, &data, &order, &errors).await?;
    Ok((status, page).into_response())
}

/// Returns the form with these values and errors.
async fn show(
    database: SqlitePool,
    data: &DataCache,
    order: &OrderForm,
    errors: &Errors,
) -> Result<Html<String>> {
    let items = catalog::all(database, data).await?;
    let options = items.iter().map(|item| {
        let selected = if item.slug == order.item {
            " selected"
        } else {
            ""
        };
        let (slug, name, price) = (escape(&item.slug), escape(&item.name), item.price());
        format!("<option value=\"{slug}\"{selected}>{name}, {price}</option>\n")
    });
    let name = format!(
        "<input name=\"name\" value=\"{}\" maxlength=\"100\" autocomplete=\"name\" required{}>",
        escape(&order.name),
        refers_to_error("name", errors)
    );
    let item = format!(
        "<select name=\"item\"{}>\n{}</select>",
        refers_to_error("item", errors),
        options.collect::<String>()
    );
    let form = form::href();
    Ok(Html(document(
        "Order",
        &format!(
            "<h1>Order</h1>\n\
             <form class=\"panel\" method=\"post\" action=\"{form}\">\n{}{}\
             <p><button class=\"first\">Order</button></p>\n\
             </form>",
            field("name", "Your name", &name, errors),
            field("item", "Item", &item, errors),
        ),
    )))
}

fn field(name: &str, label: &str, control: &str, errors: &Errors) -> String {
    let error = errors.get(name).map(|error| {
        let error = escape(error);
        format!("<p class=\"error\" id=\"{name}-error\">{error}</p>\n")
    });
    let error = error.unwrap_or_default();
    format!("<p class=\"field\"><label>{label} {control}</label></p>\n{error}")
}

/// Returns the attributes by which a screen reader reads the error of a field.
fn refers_to_error(name: &str, errors: &Errors) -> String {
    if errors.contains_key(name) {
        format!(" aria-invalid=\"true\" aria-describedby=\"{name}-error\"")
    } else {
        String::new()
    }
}
