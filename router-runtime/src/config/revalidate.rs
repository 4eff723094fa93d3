//! `revalidate`, a number or `false`.

/// How long a cached answer is fresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Revalidate {
    /// For ever: `revalidate = false`.
    Never,
    /// For so many seconds; 0 means that nothing is cached.
    After(u32),
}

/// The constant `revalidate` in either of its types.
///
/// ```
/// use router_runtime::config::{Revalidate, RevalidateOf};
///
/// assert_eq!(RevalidateOf(60).get(), Some(Revalidate::After(60)));
/// assert_eq!(RevalidateOf(false).get(), Some(Revalidate::Never));
/// assert_eq!(RevalidateOf(true).get(), None);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RevalidateOf<T>(pub T);

impl RevalidateOf<u32> {
    /// The period.
    pub const fn get(self) -> Option<Revalidate> {
        Some(Revalidate::After(self.0))
    }
}

impl RevalidateOf<bool> {
    /// For ever; nothing for `true`, which says no period.
    pub const fn get(self) -> Option<Revalidate> {
        if self.0 {
            None
        } else {
            Some(Revalidate::Never)
        }
    }
}
