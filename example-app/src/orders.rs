//! The orders of the shop.

use crate::error::ShopError;
use garde::Validate;
use serde::{Deserialize, Serialize};
use sqlx::SqlitePool;

/// The tag of everything that depends on the stock. Orders invalidate it.
pub const STOCK_TAG: &str = "stock";

/// The form of an order. A missing field is an empty one, so that the visitor sees what is missing.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct OrderForm {
    /// The name of the visitor.
    #[garde(length(chars, max = 100), custom(has_a_letter))]
    pub name: String,
    /// The slug of the item.
    #[garde(skip)]
    pub item: String,
}

/// An order of one item.
#[derive(Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Order {
    /// The number, starting at one.
    pub number: u32,
    /// The name of the visitor.
    pub name: String,
    /// The name of the item.
    pub item: String,
}

fn has_a_letter<C>(name: &str, _: &C) -> garde::Result {
    if name.chars().any(char::is_alphabetic) {
        return Ok(());
    }
    Err(garde::Error::new("Enter your name."))
}

/// Takes an item from the stock and records the order, or does neither. Returns the number of the order.
///
/// # Errors
///
/// Fails if a value is invalid, if there is no such item, if it is sold out, or if the database fails.
pub async fn place(database: &SqlitePool, order: &OrderForm) -> Result<u32, ShopError> {
    order.validate()?;
    // `IMMEDIATE` waits for the lock of writers before it reads. A transaction that is dropped before `commit` is rolled back.
    let mut transaction = database.begin_with("BEGIN IMMEDIATE").await?;
    let item = sqlx::query_as("SELECT id, stock FROM items WHERE slug = ?").bind(&order.item);
    let item = item.fetch_optional(&mut *transaction).await?;
    let (item, stock): (i64, u32) = item.ok_or(ShopError::UnknownItem)?;
    if stock == 0 {
        return Err(ShopError::SoldOut);
    }
    let take = sqlx::query("UPDATE items SET stock = stock - 1 WHERE id = ?").bind(item);
    take.execute(&mut *transaction).await?;
    let record =
        sqlx::query_scalar("INSERT INTO orders (name, item) VALUES (?, ?) RETURNING number")
            .bind(order.name.trim())
            .bind(item);
    let number = record.fetch_one(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(number)
}

/// Returns the order with this number.
///
/// # Errors
///
/// Fails if there is no such order, or if the database fails.
pub async fn find(database: &SqlitePool, number: u32) -> Result<Order, ShopError> {
    let order = sqlx::query_as(
        "SELECT number, orders.name, items.name AS item FROM orders
         JOIN items ON items.id = orders.item WHERE number = ?",
    );
    Ok(order.bind(number).fetch_one(database).await?)
}

/// Returns orders after a number, oldest first.
///
/// # Errors
///
/// Fails if the database fails.
pub async fn list(database: &SqlitePool, after: u32, limit: u32) -> sqlx::Result<Vec<Order>> {
    let orders = sqlx::query_as(
        "SELECT number, orders.name, items.name AS item FROM orders
         JOIN items ON items.id = orders.item WHERE number > ? ORDER BY number LIMIT ?",
    );
    orders.bind(after).bind(limit).fetch_all(database).await
}
