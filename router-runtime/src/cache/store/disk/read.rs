//! Reading an entry.

use super::{
    batch::EntryChange,
    state::DiskState,
    tables::{ENTRIES, EntryKey, META, NEVER, TAGS, TagValidity, row, validity},
    value::Value,
};
use crate::cache::store::second_tier::{Found, RecordValidity, Unavailable};
use redb::{Database, ReadableDatabase};
use std::{sync::Arc, time::Duration};

impl DiskState {
    /// Reads an entry. Blocks.
    pub(super) fn read(&self, key: &EntryKey) -> Result<Option<Found>, Unavailable> {
        let database = self.queue.database().ok_or(Unavailable)?;
        // The entry may be in the queue still. Its tags are those of the file: an invalidation that is queued is applied to memory
        // again when it is written, and then concerns what is read here.
        let queued = match self.queue.find(key) {
            Some(EntryChange::Remove) => return Ok(None),
            Some(EntryChange::Put(value)) => Some(value),
            None => None,
        };
        match find(&database, key, queued.as_deref(), self.now()) {
            Ok(found) => {
                if found.is_some() {
                    self.queue.touch(*key);
                }
                Ok(found)
            }
            Err(error) => {
                tracing::debug!("the file of the cache cannot be read: {error}");
                self.queue.reopen();
                Err(Unavailable)
            }
        }
    }
}

fn find(
    database: &Arc<Database>,
    key: &EntryKey,
    queued: Option<&Value>,
    now: u64,
) -> Result<Option<Found>, redb::Error> {
    let transaction = database.begin_read()?;
    let value = if let Some(value) = queued {
        Some(value.clone())
    } else {
        let bytes = transaction.open_table(ENTRIES)?.get(key)?;
        bytes.and_then(|bytes| Value::from_bytes(bytes.value(), true))
    };
    let Some(value) = value else {
        return Ok(None);
    };
    let floor = transaction.open_table(META)?.get(row::FLOOR)?;
    let is_forgotten = floor.is_some_and(|floor| floor.value() > value.epoch);
    // A clock that was set back would make it younger than it is.
    if is_forgotten || value.expires <= now || value.created > now {
        return Ok(None);
    }
    let tags = transaction.open_table(TAGS)?;
    let mut hard_at = None;
    for tag in &value.tags {
        let Some(versions) = tags.get(&tag[..])? else {
            continue;
        };
        match validity(versions.value(), value.epoch, now) {
            TagValidity::Valid => {}
            TagValidity::Stale(at) => hard_at = hard_at.into_iter().chain([at]).min(),
            TagValidity::Invalid => return Ok(None),
        }
    }
    let validity = match hard_at {
        None => RecordValidity::Valid,
        Some(at) => RecordValidity::Stale {
            hard_in: (at != NEVER).then(|| Duration::from_millis(at - now)),
        },
    };
    Ok(Some(Found {
        age: Duration::from_millis(now - value.created),
        bytes: value.record,
        validity,
    }))
}
