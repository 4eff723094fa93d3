//! The state of the application.

use crate::{assistant::Assistant, database, supplier::Supplier};
use axum::extract::FromRef;
use sqlx::SqlitePool;

/// The state of the shop. Clones share it.
#[derive(Clone, Debug)]
pub struct Shop {
    database: SqlitePool,
    assistant: Assistant,
    supplier: Supplier,
}

impl Shop {
    /// Opens the database of a shop.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be opened.
    pub async fn open(database: &str, assistant: Assistant) -> Result<Self, sqlx::Error> {
        Ok(Self {
            database: database::open(database).await?,
            assistant,
            supplier: Supplier::default(),
        })
    }

    /// Creates a shop for a test.
    ///
    /// # Panics
    ///
    /// Panics if the database cannot be opened.
    #[cfg(test)]
    pub async fn for_test() -> Self {
        let shop = Self::open(database::IN_MEMORY, Assistant::default());
        shop.await.expect("a database in memory can be opened")
    }

    /// Closes the database, after the last request.
    pub async fn close(&self) {
        self.database.close().await;
    }
}

impl FromRef<Shop> for SqlitePool {
    fn from_ref(shop: &Shop) -> Self {
        shop.database.clone()
    }
}

impl FromRef<Shop> for Supplier {
    fn from_ref(shop: &Shop) -> Self {
        shop.supplier.clone()
    }
}

impl FromRef<Shop> for Assistant {
    fn from_ref(shop: &Shop) -> Self {
        shop.assistant.clone()
    }
}
