//! The kinds of values.

/// The first byte of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    Unit,
    False,
    True,
    None,
    /// The value follows.
    Some,
    /// An integer from 0 on, in groups of 7 bits, the lowest first.
    Unsigned,
    /// A negative integer `-1 - n`, where `n` is written like an unsigned one.
    Negative,
    F32,
    F64,
    /// The number of the character follows, like an unsigned integer.
    Char,
    /// The length in bytes, like an unsigned integer, then the bytes.
    Text,
    Bytes,
    /// The number of elements in 4 bytes, then these.
    List,
    /// The number of pairs in 4 bytes, then these.
    Map,
}

impl Kind {
    const ALL: [Self; 14] = [
        Self::Unit,
        Self::False,
        Self::True,
        Self::None,
        Self::Some,
        Self::Unsigned,
        Self::Negative,
        Self::F32,
        Self::F64,
        Self::Char,
        Self::Text,
        Self::Bytes,
        Self::List,
        Self::Map,
    ];

    #[inline]
    pub(super) fn of(byte: u8) -> Option<Self> {
        Self::ALL.get(usize::from(byte)).copied()
    }
}
