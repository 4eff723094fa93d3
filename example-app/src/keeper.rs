//! Who may enter the stock room.

/// What the keeper sends as `x-key`. A shop that is open keeps a hash, and not in its source.
const KEY: &str = "of-pens";

/// Whoever came in with the key; handlers below `app/admin` take it as an `Extension`.
#[derive(Clone, Copy, Debug)]
pub struct Keeper {
    /// What to call them.
    pub name: &'static str,
}

impl Keeper {
    /// The keeper, if this is the key.
    pub fn with(key: &str) -> Option<Self> {
        (key == KEY).then_some(Self { name: "Ada" })
    }
}
