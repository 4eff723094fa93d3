//! The items that the shop sells.

use crate::error::ShopError;
use garde::Validate;
use router_runtime::prelude::{DataCache, DataOptions, Result};
use serde::{Deserialize, Serialize};
use sqlx::SqlitePool;

/// The tag of everything that is made of the list of items. Writes to the list invalidate it.
pub const TAG: &str = "items";

/// An item for sale.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, sqlx::FromRow)]
pub struct Item {
    /// The name in links.
    pub slug: String,
    /// The name for visitors.
    pub name: String,
    /// The shelf.
    pub shelf: Shelf,
    /// The price in cents.
    pub cents: u32,
}

impl Item {
    /// Returns the price as text.
    pub fn price(&self) -> String {
        format!("{}.{:02}", self.cents / 100, self.cents % 100)
    }
}

/// A shelf, from general to specific: a path such as `writing/pens` in the database, a list of its parts elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, sqlx::Type)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
#[sqlx(transparent)]
pub struct Shelf(String);

impl From<Vec<String>> for Shelf {
    fn from(parts: Vec<String>) -> Self {
        Self(parts.join("/"))
    }
}

impl From<Shelf> for Vec<String> {
    fn from(shelf: Shelf) -> Self {
        shelf.0.split('/').map(str::to_owned).collect()
    }
}

/// The description of a new item.
#[derive(Debug, Deserialize, Validate)]
pub struct NewItem {
    #[garde(custom(is_slug))]
    slug: String,
    #[garde(length(chars, min = 1, max = 100))]
    name: String,
    #[garde(length(min = 1, max = 5), inner(custom(is_slug)))]
    shelf: Vec<String>,
    #[garde(range(max = 10_000_000))]
    cents: u32,
    #[garde(range(max = 1_000_000))]
    stock: u32,
}

/// The values of an item to change.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Change {
    #[garde(range(max = 10_000_000))]
    cents: Option<u32>,
    #[garde(range(max = 1_000_000))]
    stock: Option<u32>,
}

fn is_slug<C>(text: &str, _: &C) -> garde::Result {
    let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if text.is_empty() || text.len() > 50 || !text.chars().all(is_allowed) {
        let expected = "expected 1 to 50 lower-case letters, digits and hyphens";
        return Err(garde::Error::new(expected));
    }
    Ok(())
}

/// Returns all items. They are read once, and again after a write.
///
/// # Errors
///
/// Fails if the database fails.
pub async fn all(database: SqlitePool, data: &DataCache) -> Result<Vec<Item>> {
    let options = DataOptions::new().tags([TAG]);
    let items = async move {
        sqlx::query_as("SELECT slug, name, shelf, cents FROM items ORDER BY id LIMIT 1000")
            .fetch_all(&database)
            .await
    };
    Ok(data.cached("items", options, items).await?)
}

/// Returns the item with this slug.
///
/// # Errors
///
/// Fails if there is no such item, or if the database fails.
pub async fn find(database: &SqlitePool, slug: &str) -> Result<Item, ShopError> {
    let item = sqlx::query_as("SELECT slug, name, shelf, cents FROM items WHERE slug = ?");
    Ok(item.bind(slug).fetch_one(database).await?)
}

/// Adds an item.
///
/// # Errors
///
/// Fails if a value is invalid, if another item has the slug, or if the database fails.
pub async fn add(database: &SqlitePool, item: NewItem) -> Result<Item, ShopError> {
    item.validate()?;
    let added = sqlx::query_as(
        "INSERT INTO items (slug, name, shelf, cents, stock) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (slug) DO NOTHING
         RETURNING slug, name, shelf, cents",
    )
    .bind(item.slug)
    .bind(item.name)
    .bind(Shelf::from(item.shelf))
    .bind(item.cents)
    .bind(item.stock);
    let added = added.fetch_optional(database).await?;
    added.ok_or(ShopError::SlugTaken)
}

/// Changes an item and returns it.
///
/// # Errors
///
/// Fails if a value is invalid, if there is no such item, or if the database fails.
pub async fn change(database: &SqlitePool, slug: &str, change: Change) -> Result<Item, ShopError> {
    change.validate()?;
    let changed = sqlx::query_as(
        "UPDATE items SET cents = coalesce(?, cents), stock = coalesce(?, stock) WHERE slug = ?
         RETURNING slug, name, shelf, cents",
    )
    .bind(change.cents)
    .bind(change.stock)
    .bind(slug);
    Ok(changed.fetch_one(database).await?)
}

/// Removes an item, with its orders and reviews.
///
/// # Errors
///
/// Fails if there is no such item, or if the database fails.
pub async fn remove(database: &SqlitePool, slug: &str) -> Result<(), ShopError> {
    let removed = sqlx::query("DELETE FROM items WHERE slug = ?");
    match removed.bind(slug).execute(database).await?.rows_affected() {
        0 => Err(ShopError::NotFound),
        _ => Ok(()),
    }
}
