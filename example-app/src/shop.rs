//! The state of the application.

use crate::{assistant::Assistant, supplier::Supplier};
use axum::extract::FromRef;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// A review of an item.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Review {
    /// The slug of the item.
    pub item: String,
    /// The rating, from 1 to 5.
    pub stars: u8,
}

/// The state of the shop. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Shop {
    ledger: Arc<Mutex<Ledger>>,
    assistant: Assistant,
    supplier: Supplier,
}

/// The data that handlers change.
#[derive(Debug, Default)]
pub struct Ledger {
    /// The number of each item in the basket.
    pub basket: BTreeMap<&'static str, u32>,
    /// The reviews, oldest first.
    pub reviews: Vec<Review>,
    /// The number of letters that were sent.
    pub letters: u32,
    /// The payments that the bank reported.
    pub payments: Vec<u64>,
    /// How often the stock was counted.
    pub counts: u32,
}

impl Shop {
    /// Creates a shop with an empty ledger.
    pub fn with(assistant: Assistant) -> Self {
        Self {
            assistant,
            ..Self::default()
        }
    }

    /// Locks the ledger. Its data is valid even after a handler panicked, so poisoning is ignored.
    pub fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
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
