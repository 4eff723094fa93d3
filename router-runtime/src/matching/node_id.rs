//! The index of a node.

/// An optional index in four bytes, since there may be thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NodeId(u32);

impl Default for NodeId {
    fn default() -> Self {
        Self::NONE
    }
}

impl NodeId {
    pub(super) const NONE: Self = Self(u32::MAX);

    /// Returns the id of this index. A larger index than fits would need more memory than there is.
    #[inline]
    pub(super) fn to(index: usize) -> Self {
        u32::try_from(index).map_or(Self::NONE, Self)
    }

    #[inline]
    pub(super) fn get(self) -> Option<usize> {
        (self != Self::NONE).then_some(self.0 as usize)
    }

    /// Returns the index, and sets it first if it was unset.
    pub(super) fn or_to(&mut self, index: usize) -> usize {
        if let Some(old) = self.get() {
            return old;
        }
        *self = Self::to(index);
        index
    }
}
