//! Writing a batch.

use super::{
    batch::{Batch, EntryChange, Invalidation},
    tables::{
        BY_EPOCH, BY_USE, ENTRIES, EntryKey, META, NEVER, TAGS, TagValidity, USES, Versions, row,
        softened, validity,
    },
    value::{Value, milliseconds},
};
use crate::cache::{
    effect::Effect,
    store::second_tier::{LONGEST_LIFETIME, TierKey},
};
use redb::{ReadableTable, ReadableTableMetadata, Table, WriteTransaction};
use std::time::Duration;

/// The maximum number of tags with invalidations.
const MAX_TAGS: u64 = 1_000_000;
/// The maximum number of tags that are forgotten in one batch because of their age.
const FORGOTTEN_AT_ONCE: usize = 1_000;
/// The size of a page of the file in bytes.
const PAGE: u64 = 4096;

/// The tables, open for writing.
pub(super) struct Writer<'t> {
    meta: Table<'t, &'static str, u64>,
    entries: Table<'t, &'static EntryKey, &'static [u8]>,
    uses: Table<'t, &'static EntryKey, (u64, u64)>,
    by_use: Table<'t, u64, &'static EntryKey>,
    tags: Table<'t, &'static [u8], Versions>,
    by_epoch: Table<'t, (u64, &'static [u8]), u64>,
    /// In milliseconds since 1970.
    now: u64,
    bytes: u64,
    stamp: u64,
    floor: u64,
}

impl<'t> Writer<'t> {
    pub(super) fn open(transaction: &'t WriteTransaction, now: u64) -> Result<Self, redb::Error> {
        let meta = transaction.open_table(META)?;
        let read = |name: &'static str| -> Result<u64, redb::Error> {
            Ok(meta.get(name)?.map_or(0, |number| number.value()))
        };
        Ok(Self {
            bytes: read(row::BYTES)?,
            stamp: read(row::STAMP)?,
            floor: read(row::FLOOR)?,
            meta,
            entries: transaction.open_table(ENTRIES)?,
            uses: transaction.open_table(USES)?,
            by_use: transaction.open_table(BY_USE)?,
            tags: transaction.open_table(TAGS)?,
            by_epoch: transaction.open_table(BY_EPOCH)?,
            now,
        })
    }

    /// Writes a batch. `last_of_path` returns the epoch of the last invalidation of a path, if a running generation could be older.
    pub(super) fn write(
        mut self,
        batch: &Batch,
        epoch: u64,
        max_bytes: u64,
        last_of_path: impl Fn(&EntryKey) -> u64,
    ) -> Result<(), redb::Error> {
        for invalidation in &batch.invalidations {
            self.invalidate(invalidation)?;
        }
        self.forget_old_tags()?;
        for key in &batch.used {
            self.touch(key)?;
        }
        for (key, change) in &*batch.changes {
            match change {
                EntryChange::Put(value) if value.epoch >= last_of_path(key) => {
                    self.put(key, value)?;
                }
                _ => self.remove(key)?,
            }
        }
        while self.bytes > max_bytes {
            let Some(key) = self.by_use.pop_first()?.map(|(_, key)| *key.value()) else {
                // The numbers do not agree, which only a file of another program could cause.
                self.bytes = 0;
                break;
            };
            self.remove(&key)?;
        }
        for (name, number) in [
            (row::BYTES, self.bytes),
            (row::STAMP, self.stamp),
            (row::FLOOR, self.floor),
            (row::EPOCH, epoch),
        ] {
            self.meta.insert(name, number)?;
        }
        Ok(())
    }

    fn invalidate(&mut self, invalidation: &Invalidation) -> Result<(), redb::Error> {
        for tag in &invalidation.tags {
            if tag.is_of_one_path() {
                // Anybody can cause these by writing to paths, so that they must not take room in the table of tags.
                self.remove_path(TierKey::path_of("", tag))?;
            } else {
                self.invalidate_tag(&tag.to_bytes(), invalidation)?;
            }
        }
        Ok(())
    }

    fn invalidate_tag(
        &mut self,
        tag: &[u8],
        invalidation: &Invalidation,
    ) -> Result<(), redb::Error> {
        let Invalidation {
            effect, epoch, at, ..
        } = *invalidation;
        let old = self.tags.get(tag)?.map(|versions| versions.value());
        let versions = old.unwrap_or((0, 0, NEVER));
        let new = match effect {
            Effect::Hard | Effect::Purge | Effect::SoftWithin(Duration::ZERO) => {
                (epoch, versions.1, versions.2)
            }
            Effect::Soft => softened(versions, epoch, NEVER, at),
            Effect::SoftWithin(time) => {
                let deadline = at.saturating_add(milliseconds(time));
                softened(versions, epoch, deadline, at)
            }
        };
        self.tags.insert(tag, new)?;
        if let Some((hard, soft, _)) = old {
            self.by_epoch.remove((hard.max(soft), tag))?;
        }
        self.by_epoch.insert((epoch, tag), at)?;
        Ok(())
    }

    /// Forgets the tags whose last invalidation is older than any entry; beyond the limit also others. Every entry that may have had one
    /// of them is invalid.
    fn forget_old_tags(&mut self) -> Result<(), redb::Error> {
        let oldest_entry = self.now.saturating_sub(milliseconds(LONGEST_LIFETIME));
        for _ in 0..FORGOTTEN_AT_ONCE {
            let Some((epoch, tag, at)) = self.by_epoch.first()?.map(|(key, at)| {
                let (epoch, tag) = key.value();
                (epoch, tag.to_vec(), at.value())
            }) else {
                break;
            };
            let is_over_limit = self.tags.len()? > MAX_TAGS;
            if at >= oldest_entry && !is_over_limit {
                break;
            }
            self.floor = self.floor.max(epoch);
            self.by_epoch.remove((epoch, &tag[..]))?;
            self.tags.remove(&tag[..])?;
        }
        Ok(())
    }

    fn touch(&mut self, key: &EntryKey) -> Result<(), redb::Error> {
        let Some((stamp, weight)) = self.uses.get(key)?.map(|it| it.value()) else {
            return Ok(());
        };
        self.by_use.remove(stamp)?;
        self.stamp += 1;
        self.by_use.insert(self.stamp, key)?;
        self.uses.insert(key, (self.stamp, weight))?;
        Ok(())
    }

    /// Stores an entry, unless the stored one is newer, or it was invalidated while it was generated.
    fn put(&mut self, key: &EntryKey, value: &Value) -> Result<(), redb::Error> {
        for tag in &value.tags {
            let versions = self.tags.get(&tag[..])?.map(|versions| versions.value());
            let is_invalid = versions
                .is_some_and(|it| validity(it, value.epoch, self.now) == TagValidity::Invalid);
            if is_invalid {
                return Ok(());
            }
        }
        let old = self.entries.get(key)?;
        let old = old.and_then(|bytes| Value::from_bytes(bytes.value(), false));
        if old.is_some_and(|old| old.generation() > value.generation()) {
            return Ok(());
        }
        self.remove(key)?;
        let bytes = value.to_bytes();
        let weight = weight(bytes.len());
        self.entries.insert(key, &bytes[..])?;
        self.stamp += 1;
        self.uses.insert(key, (self.stamp, weight))?;
        self.by_use.insert(self.stamp, key)?;
        self.bytes += weight;
        Ok(())
    }

    fn remove(&mut self, key: &EntryKey) -> Result<(), redb::Error> {
        self.entries.remove(key)?;
        if let Some((stamp, weight)) = self.uses.remove(key)?.map(|it| it.value()) {
            self.by_use.remove(stamp)?;
            self.bytes = self.bytes.saturating_sub(weight);
        }
        Ok(())
    }

    fn remove_path(&mut self, path: [u8; 16]) -> Result<(), redb::Error> {
        let edge = |last: u8| {
            let mut key = [last; 32];
            key[..16].copy_from_slice(&path);
            key
        };
        let (first, last) = (edge(0), edge(u8::MAX));
        let keys: Result<Vec<EntryKey>, redb::StorageError> = self
            .uses
            .range::<&EntryKey>(&first..=&last)?
            .map(|row| Ok(*row?.0.value()))
            .collect();
        for key in keys? {
            self.remove(&key)?;
        }
        Ok(())
    }

    /// Removes all entries and tags, and starts with another nonce. Entries of an earlier epoch are invalid.
    pub(super) fn clear(&mut self, nonce: u64, epoch: u64) -> Result<(), redb::Error> {
        self.entries.retain(|_, _| false)?;
        self.uses.retain(|_, _| false)?;
        self.by_use.retain(|_, _| false)?;
        self.tags.retain(|_, _| false)?;
        self.by_epoch.retain(|_, _| false)?;
        self.bytes = 0;
        self.floor = self.floor.max(epoch);
        self.meta.insert(row::NONCE, nonce)?;
        Ok(())
    }
}

/// Returns the room that a value of that size takes. A large one has pages of its own, whose number is a power of two; small ones share
/// pages that are partly empty.
fn weight(bytes: usize) -> u64 {
    let bytes = bytes as u64;
    let own = 256;
    own + if bytes > PAGE / 2 {
        bytes.div_ceil(PAGE).next_power_of_two() * PAGE
    } else {
        bytes * 3 / 2
    }
}
