//! What the shop sells, and what its visitors left there.

use crate::{assistant::Assistant, supplier::Supplier};
use axum::extract::FromRef;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Something to buy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Its name in links.
    pub slug: &'static str,
    /// Its name on the shelf.
    pub name: &'static str,
    /// The shelf, from the general to the particular.
    pub shelf: &'static [&'static str],
    /// The price.
    pub cents: u32,
}

/// Everything the shop sells.
pub const ITEMS: &[Item] = &[
    Item {
        slug: "pen",
        name: "Fountain pen",
        shelf: &["writing", "pens"],
        cents: 2900,
    },
    Item {
        slug: "ink",
        name: "Ink, blue & black",
        shelf: &["writing", "inks"],
        cents: 800,
    },
    Item {
        slug: "notebook",
        name: "Notebook",
        shelf: &["paper"],
        cents: 1200,
    },
];

/// The item of that slug.
pub fn item(slug: &str) -> Option<&'static Item> {
    ITEMS.iter().find(|item| item.slug == slug)
}

/// What somebody thinks of an item.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Review {
    /// The slug of the item.
    pub item: String,
    /// One to five.
    pub stars: u8,
}

/// What changes while the program runs; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Shop {
    ledger: Arc<Mutex<Ledger>>,
    assistant: Assistant,
    supplier: Supplier,
}

/// The shop's books.
#[derive(Debug, Default)]
pub struct Ledger {
    /// How many of which item are in the basket.
    pub basket: BTreeMap<&'static str, u32>,
    /// In the order in which they came.
    pub reviews: Vec<Review>,
    /// How many letters left.
    pub letters: u32,
    /// Payments that the bank reported.
    pub payments: Vec<u64>,
    /// How often the shelves were counted.
    pub counts: u32,
}

impl Shop {
    /// A shop with empty books.
    pub fn with(assistant: Assistant) -> Self {
        Self {
            assistant,
            ..Self::default()
        }
    }

    /// Opens the books. They hold plain data, so a handler that panicked left nothing half-written that matters.
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
