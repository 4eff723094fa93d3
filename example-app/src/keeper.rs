//! Access to the stock room.

/// The key that the keeper sends as `x-key`. A real application reads a hash of it from its configuration.
const KEY: &str = "of-pens";

/// An authenticated keeper. Handlers below `app/admin` receive it as an `Extension`.
#[derive(Clone, Copy, Debug)]
pub struct Keeper {
    /// The name of the keeper.
    pub name: &'static str,
}

impl Keeper {
    /// Returns the keeper with this key.
    pub fn with(key: &str) -> Option<Self> {
        (key == KEY).then_some(Self { name: "Ada" })
    }
}
