//! The items that the shop sells.

use serde::Serialize;

/// An item for sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The name in links.
    pub slug: &'static str,
    /// The name for visitors.
    pub name: &'static str,
    /// The shelf, from general to specific.
    pub shelf: &'static [&'static str],
    /// The price in cents.
    pub cents: u32,
}

/// All items.
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

/// Returns the item with this slug.
pub fn item(slug: &str) -> Option<&'static Item> {
    ITEMS.iter().find(|item| item.slug == slug)
}
