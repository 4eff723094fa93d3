//! The constant `revalidate`: a number or `false`.

/// The time for which a cached response is fresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Revalidate {
    /// Until it is invalidated: `revalidate = false`.
    Never,
    /// For this many seconds. With 0, responses are not cached.
    After(u32),
}

/// The value of the constant `revalidate`, which has one of two types.
#[derive(Clone, Copy, Debug)]
pub struct RevalidateValue<T>(pub T);

impl RevalidateValue<u32> {
    /// Returns the period.
    pub const fn get(self) -> Option<Revalidate> {
        Some(Revalidate::After(self.0))
    }
}

impl RevalidateValue<bool> {
    /// Returns [`Revalidate::Never`] for `false`, and `None` for the invalid value `true`.
    pub const fn get(self) -> Option<Revalidate> {
        if self.0 {
            None
        } else {
            Some(Revalidate::Never)
        }
    }
}
