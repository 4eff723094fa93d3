//! Heads of the last hits, whose `Age` and `Cache-Status` change once a second, so that a hit costs little more than a copy.

use super::time_headers::{Second, TimeHeaders};
use axum::http::{HeaderMap, Response, StatusCode, response::Parts};
use std::{
    sync::{
        PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// The number of heads. With eleven headers each, they take 3 MiB.
const PLACES: usize = 2048;

/// The size in bytes up to which a head gets a place.
const LARGEST: usize = 4096;

/// The heads of all caches of the process.
static RECENT: [Place; PLACES] = [const { Place::new() }; PLACES];

/// The number of a head. No other head of the process ever has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HeadId(u64);

/// A place for one of the heads that belong there.
struct Place {
    head: RwLock<Option<RecentHead>>,
    /// The head that was sent last although it is not here. It gets the place if it is sent twice in a row.
    candidate: AtomicU64,
}

struct RecentHead {
    id: HeadId,
    /// The second for which it has its `Age`, on the clock of its cache.
    second: Second,
    parts: Parts,
}

/// A head with places for the headers of its time.
pub(super) struct NewHead {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    /// The size in bytes.
    pub(super) weight: usize,
}

impl NewHead {
    pub(super) fn with(mut self, time: TimeHeaders) -> Parts {
        time.replace_in(&mut self.headers);
        let (mut parts, ()) = Response::new(()).into_parts();
        parts.status = self.status;
        parts.headers = self.headers;
        parts
    }
}

impl HeadId {
    /// Returns the number of a new head.
    pub(super) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    /// The number of the head of the 304 that belongs to this one.
    pub(super) fn of_not_modified(self) -> Self {
        Self(self.0 | NOT_MODIFIED)
    }

    /// New heads have different places until all are taken, and so have a head and that of its 304.
    #[expect(clippy::cast_possible_truncation, reason = "a remainder fits")]
    fn place(self) -> &'static Place {
        let half = self.0 / NOT_MODIFIED * (PLACES as u64 / 2);
        &RECENT[(self.0 + half) as usize % PLACES]
    }
}

/// The bit of the number of a head of a 304. No process creates so many heads.
const NOT_MODIFIED: u64 = 1 << 63;

impl Place {
    const fn new() -> Self {
        Self {
            head: RwLock::new(None),
            candidate: AtomicU64::new(0),
        }
    }

    /// Returns the head of the first hit in its second, or of a hit whose head is not here.
    #[inline(never)]
    fn renew(
        &self,
        id: HeadId,
        now: Duration,
        time: TimeHeaders,
        create: impl FnOnce() -> NewHead,
    ) -> Parts {
        let second = time.second(now);
        if let Some(head) = &mut *self.write()
            && head.id == id
        {
            time.replace_in(&mut head.parts.headers);
            head.second = second;
            return head.parts.clone();
        }
        let new = create();
        let is_small = new.weight <= LARGEST;
        let parts = new.with(time);
        if self.candidate.swap(id.0, Ordering::Relaxed) == id.0 && is_small {
            let parts = parts.clone();
            *self.write() = Some(RecentHead { id, second, parts });
        }
        parts
    }

    #[inline]
    fn read(&self) -> RwLockReadGuard<'_, Option<RecentHead>> {
        self.head.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Option<RecentHead>> {
        self.head.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the head of a hit at `now`: a copy of the one that was sent last, if it is of the same second.
#[inline]
pub(super) fn at(
    id: HeadId,
    now: Duration,
    time: impl FnOnce() -> TimeHeaders,
    create: impl FnOnce() -> NewHead,
) -> Parts {
    let place = id.place();
    if let Some(head) = &*place.read()
        && head.id == id
        && head.second.contains(now)
    {
        return head.parts.clone();
    }
    place.renew(id, now, time(), create)
}

#[cfg(test)]
#[path = "recent_heads/tests.rs"]
mod tests;
