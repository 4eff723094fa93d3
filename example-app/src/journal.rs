//! What the shop writes about.

/// Name and text of each entry.
pub const ENTRIES: [(&str, &str); 2] = [
    ("ink", "Black & blue are in."),
    ("paper", "Squared paper is back."),
];
