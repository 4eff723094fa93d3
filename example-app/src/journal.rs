//! The entries of the journal.

/// The name and text of each entry.
pub const ENTRIES: [(&str, &str); 2] = [
    ("ink", "Black & blue are in."),
    ("paper", "Squared paper is back."),
];
