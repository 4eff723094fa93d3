//! The names and values in Redis.
//!
//! A script reads and writes keys of one hash slot only: those with the same text in braces.

use crate::{
    cache::{
        Tag,
        store::second_tier::{RecordValidity, TierEpoch},
    },
    decimal::decimal,
};
use std::time::Duration;

/// The names of an application's keys.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    application: String,
    /// Tag: hard and soft epoch, deadline, time of the last invalidation. The field '' is the nonce.
    pub(super) versions: String,
    /// The same tags, by epoch.
    pub(super) by_epoch: String,
    /// Nonce, epoch, number of the last invalidation, and the epochs up to which invalidations were forgotten.
    pub(super) state: String,
    /// The stream of invalidations. The id of an entry is its epoch.
    pub(super) log: String,
}

impl Keys {
    pub(super) fn new(application: &str) -> Self {
        let key = |name: &str| format!("{{{application}:tags}}:{name}");
        Self {
            application: application.to_owned(),
            versions: key("v"),
            by_epoch: key("z"),
            state: key("meta"),
            log: key("log"),
        }
    }

    /// The hash of a path, with all records and leases of all builds.
    pub(super) fn path(&self, hash: [u8; 16]) -> String {
        let (application, number) = (&self.application, u128::from_be_bytes(hash));
        format!("{{{application}:p:{number:032x}}}:h")
    }
}

/// Writes tags as one text: the length of each in two bytes, then its bytes.
pub(super) fn pack<'a>(tags: impl IntoIterator<Item = &'a Tag>) -> Vec<u8> {
    let mut packed = Vec::new();
    for tag in tags {
        let bytes = tag.to_bytes();
        // Tags have at most 65 bytes.
        let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
        packed.extend(length.to_be_bytes());
        packed.extend(bytes);
    }
    packed
}

/// Reads packed tags; `None` if they are malformed.
pub(super) fn unpack(packed: &[u8]) -> Option<Vec<Tag>> {
    split(packed)?.into_iter().map(Tag::from_bytes).collect()
}

/// Reads the bytes of packed tags; `None` if their lengths are malformed.
fn split(mut packed: &[u8]) -> Option<Vec<&[u8]>> {
    // Enough for most records.
    let mut tags = Vec::with_capacity(8);
    while !packed.is_empty() {
        let (length, rest) = packed.split_first_chunk()?;
        let (tag, rest) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
        tags.push(tag);
        packed = rest;
    }
    Some(tags)
}

/// The data in front of a record.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RecordHead<'a> {
    /// The number of its lease, in the order of the path's leases and soft invalidations.
    pub(super) order: u64,
    pub(super) epoch: TierEpoch,
    /// The end of its generation, in microseconds of the server's clock.
    created: u64,
    lifetime: Duration,
    /// The bytes of each tag.
    pub(super) tags: Vec<&'a [u8]>,
}

impl<'a> RecordHead<'a> {
    /// Reads what the script `put` wrote; `None` if it is malformed.
    pub(super) fn parse(text: &'a [u8]) -> Option<Self> {
        let mut parts = text.splitn(6, |byte| *byte == b' ');
        let mut number = || decimal(parts.next()?);
        let (order, epoch, nonce, created, lifetime) =
            (number()?, number()?, number()?, number()?, number()?);
        Some(Self {
            order,
            epoch: TierEpoch { nonce, epoch },
            created,
            lifetime: Duration::from_millis(lifetime),
            tags: split(parts.next()?)?,
        })
    }

    /// Returns the age; `None` if the record is too old, or seems to be from the future.
    pub(super) fn age(&self, now: u64) -> Option<Duration> {
        const TOLERANCE: u64 = 1_000_000;
        let age = Duration::from_micros((now + TOLERANCE).checked_sub(self.created)?);
        let age = age.saturating_sub(Duration::from_micros(TOLERANCE));
        (age <= self.lifetime).then_some(age)
    }
}

/// The invalidations of one tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Version {
    hard: u64,
    soft: u64,
    /// In microseconds of the server's clock; 0: none.
    deadline: u64,
}

impl Version {
    pub(super) fn new(hard: u64, soft: u64, deadline: u64) -> Self {
        Self {
            hard,
            soft,
            deadline,
        }
    }

    /// Reads the text of a version; `None` if it is malformed.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let mut numbers = text.split(|byte| *byte == b' ');
        let mut number = || decimal(numbers.next()?);
        Some(Self::new(number()?, number()?, number()?))
    }

    /// Returns the validity of a record whose generation started at this epoch; `None` after a hard invalidation.
    pub(super) fn validity(self, epoch: u64, now: u64) -> Option<RecordValidity> {
        if self.hard > epoch {
            return None;
        }
        if self.soft <= epoch {
            return Some(RecordValidity::Valid);
        }
        match self.deadline {
            0 => Some(RecordValidity::Stale { hard_in: None }),
            deadline if deadline <= now => None,
            deadline => Some(RecordValidity::Stale {
                hard_in: Some(Duration::from_micros(deadline - now)),
            }),
        }
    }
}

/// Returns the stricter of two.
pub(super) fn stricter(one: RecordValidity, other: RecordValidity) -> RecordValidity {
    use RecordValidity::{Stale, Valid};
    match (one, other) {
        (Valid, other) | (other, Valid) => other,
        (Stale { hard_in: one }, Stale { hard_in: other }) => Stale {
            hard_in: [one, other].into_iter().flatten().min(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_one_path_are_in_one_slot() {
        let keys = Keys::new("shop");
        assert_eq!(
            keys.path([0xab; 16]),
            format!("{{shop:p:{}}}:h", "ab".repeat(16))
        );
        for key in [&keys.versions, &keys.by_epoch, &keys.state, &keys.log] {
            assert!(key.starts_with("{shop:tags}:"), "{key}");
        }
    }

    #[test]
    fn tags_are_the_same_after_packing() {
        let tags = vec![
            Tag::user("a b").unwrap(),
            Tag::path("/x"),
            Tag::user("").unwrap(),
        ];
        let packed = pack(&tags);
        assert_eq!(unpack(&packed), Some(tags));
        assert_eq!(unpack(&[]), Some(Vec::new()));
        for end in 1..packed.len() {
            let read = unpack(&packed[..end]);
            assert!(read.is_none_or(|tags| tags.len() < 3), "{end}");
        }
        assert_eq!(unpack(&[0, 2, b'?', b'x']), None);
    }

    #[test]
    fn a_head_is_read_and_a_malformed_one_is_not() {
        let tags = vec![Tag::user("a b").unwrap()];
        let text = [b"3 17 99 5000000 60000 ", &*pack(&tags)].concat();
        let head = RecordHead::parse(&text).unwrap();
        let epoch = TierEpoch {
            nonce: 99,
            epoch: 17,
        };
        let bytes = tags[0].to_bytes();
        assert_eq!((head.order, head.epoch), (3, epoch));
        assert_eq!(head.tags, [&bytes[..]]);
        for (now, age) in [
            (3_000_000, None),
            (4_500_000, Some(0)),
            (5_000_000, Some(0)),
            (6_500_000, Some(1_500)),
            (65_000_000, Some(60_000)),
            (65_000_001, None),
        ] {
            assert_eq!(head.age(now), age.map(Duration::from_millis), "{now}");
        }
        for malformed in [
            &b""[..],
            b"3 17 99 5000000",
            b"x 17 99 5 6 ",
            b"18446744073709551616 17 99 5 6 ",
            b"3 17 99 5 6 \0",
        ] {
            assert_eq!(RecordHead::parse(malformed), None);
        }
    }

    #[test]
    fn versions_are_compared_with_the_epoch_of_the_generation() {
        use RecordValidity::{Stale, Valid};
        let within = |millis| Stale {
            hard_in: Some(Duration::from_millis(millis)),
        };
        for (version, expected) in [
            ("0 0 0 0", Some(Valid)),
            ("5 5 0 9", Some(Valid)),
            ("6 0 0 9", None),
            ("0 6 0 9", Some(Stale { hard_in: None })),
            ("0 6 3000 9", Some(within(2))),
            ("0 6 1000 9", None),
            ("0 5 1000 9", Some(Valid)),
        ] {
            let version = Version::parse(version.as_bytes()).unwrap();
            assert_eq!(version.validity(5, 1_000), expected, "{version:?}");
        }
        assert_eq!(Version::parse(b"1 x 0 0"), None);
        assert_eq!(stricter(Valid, within(3)), within(3));
        assert_eq!(stricter(within(2), within(3)), within(2));
        assert_eq!(stricter(Stale { hard_in: None }, within(3)), within(3));
    }
}
