//! The tables of the file.
//!
//! A file is read by older and newer builds: a table is never given another meaning. A new version adds tables or rows, and raises
//! `schema`; it raises `readable_from` only if older builds would send old responses.

use redb::TableDefinition;

/// The hash of the path, then that of the build, the route and the declared parts.
pub(super) type EntryKey = [u8; 32];

/// The version that this build writes.
pub(super) const SCHEMA: u64 = 1;

/// Numbers by name.
pub(super) const META: TableDefinition<'_, &str, u64> = TableDefinition::new("meta");
/// Entries: see [`Value`](super::value::Value).
pub(super) const ENTRIES: TableDefinition<'_, &EntryKey, &[u8]> = TableDefinition::new("entries");
/// The stamp of each entry's last use, and its weight.
pub(super) const USES: TableDefinition<'_, &EntryKey, (u64, u64)> = TableDefinition::new("uses");
/// The entries in the order of their last use.
pub(super) const BY_USE: TableDefinition<'_, u64, &EntryKey> = TableDefinition::new("by_use");
/// The invalidations of each tag.
pub(super) const TAGS: TableDefinition<'_, &[u8], Versions> = TableDefinition::new("tags");
/// The tags in the order of their last invalidation, each with its time in milliseconds since 1970.
pub(super) const BY_EPOCH: TableDefinition<'_, (u64, &[u8]), u64> =
    TableDefinition::new("by_epoch");

/// The names of the rows of [`META`].
pub(super) mod row {
    /// The version of the build that wrote the file last, or a newer one.
    pub(in super::super) const SCHEMA: &str = "schema";
    /// The version of the oldest build that may read the file.
    pub(in super::super) const READABLE_FROM: &str = "readable_from";
    pub(in super::super) const NONCE: &str = "nonce";
    pub(in super::super) const EPOCH: &str = "epoch";
    /// Entries of an earlier epoch are invalid, because an invalidation was forgotten.
    pub(in super::super) const FLOOR: &str = "floor";
    pub(in super::super) const STAMP: &str = "stamp";
    /// The weight of all entries.
    pub(in super::super) const BYTES: &str = "bytes";
}

/// The epochs of the last hard and of the last soft invalidation of a tag, and the time at which the soft one becomes hard, in
/// milliseconds since 1970.
pub(super) type Versions = (u64, u64, u64);

/// The deadline of a soft invalidation without one.
pub(super) const NEVER: u64 = u64::MAX;

/// The validity of an entry by one tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagValidity {
    Valid,
    /// Stale, and invalid from that time on.
    Stale(u64),
    Invalid,
}

/// Returns the validity of an entry of that epoch.
pub(super) fn validity((hard, soft, deadline): Versions, epoch: u64, now: u64) -> TagValidity {
    if hard > epoch || soft > epoch && deadline <= now {
        TagValidity::Invalid
    } else if soft > epoch {
        TagValidity::Stale(deadline)
    } else {
        TagValidity::Valid
    }
}

/// Returns the versions after a soft invalidation. It errs towards regeneration: the earlier deadline holds for both.
pub(super) fn softened(versions: Versions, epoch: u64, new_deadline: u64, now: u64) -> Versions {
    let (hard, soft, deadline) = versions;
    if soft <= hard {
        (hard, epoch, new_deadline)
    } else if deadline <= now {
        (soft, epoch, new_deadline)
    } else {
        (hard, epoch, deadline.min(new_deadline))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_as_valid_as_the_versions_of_its_tag_allow() {
        use TagValidity::{Invalid, Stale, Valid};
        for (versions, epoch, expected) in [
            ((0, 0, NEVER), 0, Valid),
            ((3, 0, NEVER), 2, Invalid),
            ((3, 0, NEVER), 3, Valid),
            ((0, 3, NEVER), 2, Stale(NEVER)),
            ((0, 3, NEVER), 3, Valid),
            ((0, 3, 101), 2, Stale(101)),
            ((0, 3, 100), 2, Invalid),
            ((0, 3, 100), 3, Valid),
            ((2, 3, NEVER), 2, Stale(NEVER)),
            ((2, 3, NEVER), 1, Invalid),
        ] {
            assert_eq!(
                validity(versions, epoch, 100),
                expected,
                "{versions:?} {epoch}"
            );
        }
    }

    #[test]
    fn a_soft_invalidation_does_not_weaken_an_earlier_one() {
        for (versions, deadline, expected) in [
            ((0, 0, NEVER), NEVER, (0, 9, NEVER)),
            ((5, 3, 50), NEVER, (5, 9, NEVER)),
            ((3, 5, 150), NEVER, (3, 9, 150)),
            ((3, 5, 150), 120, (3, 9, 120)),
            ((3, 5, 50), NEVER, (5, 9, NEVER)),
        ] {
            assert_eq!(
                softened(versions, 9, deadline, 100),
                expected,
                "{versions:?}"
            );
        }
    }
}
