//! A place in a table that may be missing, in four bytes: thousands of them stay small.

/// An index, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link(u32);

impl Default for Link {
    fn default() -> Self {
        Self::NONE
    }
}

impl Link {
    pub(super) const NONE: Self = Self(u32::MAX);

    /// A link to that index. None reaches further than memory does.
    pub(super) fn to(index: usize) -> Self {
        u32::try_from(index).map_or(Self::NONE, Self)
    }

    #[inline]
    pub(super) fn get(self) -> Option<usize> {
        (self != Self::NONE).then_some(self.0 as usize)
    }

    /// Links to that index if it is none.
    pub(super) fn or_to(&mut self, index: usize) -> usize {
        if let Some(old) = self.get() {
            return old;
        }
        *self = Self::to(index);
        index
    }
}
