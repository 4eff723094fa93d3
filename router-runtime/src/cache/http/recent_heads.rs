//! Copies of the heads (status and headers) of recent hits. Until its `Age` changes, a hit copies one of them, which costs less than
//! building it.

use super::time_headers::{AgeSecond, TimeHeaders};
use axum::http::{HeaderMap, Response, StatusCode, response::Parts};
use std::{
    sync::{
        PoisonError, RwLock, RwLockWriteGuard,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// The number of heads. With eleven headers each, `Age` and `Cache-Status` included, they take 3 MiB; at most 8 MiB.
const HEADS: usize = 2048;

/// The size in bytes up to which a head gets a place.
const MAX_HEAD_BYTES: usize = 4096;

/// The heads of all caches of the process.
pub(super) static RECENT: RecentHeads = RecentHeads::new();

/// A table of heads.
pub(super) struct RecentHeads([HeadSlot; HEADS]);

/// The number of a head, unique in the process. Heads that are too large for the table share [`LARGE`](Self::LARGE).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HeadId(u64);

/// A place for one of the heads whose numbers lead to it.
struct HeadSlot {
    head: RwLock<Option<RecentHead>>,
    /// The number of the head that was looked up last while the content was replaceable.
    candidate: AtomicU64,
}

struct RecentHead {
    id: HeadId,
    /// The second for which it has its `Age`, on the clock of its cache.
    second: AgeSecond,
    parts: Parts,
}

/// A head with blanks for the headers of its time.
pub(super) struct NewHead {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
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
    /// The number of all heads that are too large.
    const LARGE: Self = Self(0);

    /// Returns the number of a new head of this size in bytes.
    pub(super) fn new(size: usize) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        if size > MAX_HEAD_BYTES {
            return Self::LARGE;
        }
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    /// The number of the head of the 304 that belongs to this one.
    pub(super) fn of_not_modified(self) -> Self {
        match self {
            Self::LARGE => self,
            Self(number) => Self(number | NOT_MODIFIED),
        }
    }
}

/// The bit of the number of a head of a 304. No process creates so many heads.
const NOT_MODIFIED: u64 = 1 << 63;

impl RecentHeads {
    #[expect(
        clippy::large_stack_arrays,
        reason = "statics are created while compiling"
    )]
    const fn new() -> Self {
        Self([const { HeadSlot::new() }; HEADS])
    }

    /// Consecutive heads have consecutive places. That of a 304 is half of the table away, so that the two have different places.
    #[expect(clippy::cast_possible_truncation, reason = "a remainder fits")]
    fn place(&self, id: HeadId) -> &HeadSlot {
        let offset = id.0 / NOT_MODIFIED * (HEADS as u64 / 2);
        &self.0[(id.0 + offset) as usize % HEADS]
    }

    /// Returns the head of a hit at `now`: a copy of the one that was sent last, if it is of the same second.
    #[inline]
    pub(super) fn at(
        &self,
        id: HeadId,
        now: Duration,
        time: impl FnOnce() -> TimeHeaders,
        create: impl FnOnce() -> NewHead,
    ) -> Parts {
        let place = self.place(id);
        let content = {
            let content = place.head.read().unwrap_or_else(PoisonError::into_inner);
            match &*content {
                Some(head) if head.id == id && head.second.contains(now) => {
                    return head.parts.clone();
                }
                Some(head) if head.id == id => Content::Earlier,
                Some(head) if head.second.contains(now) => Content::Other,
                _ => Content::Replaceable,
            }
        };
        place.renew(id, now, content, time(), create)
    }
}

/// The content of a place that does not have the head for this second.
#[derive(Clone, Copy)]
enum Content {
    /// The head for an earlier second.
    Earlier,
    /// Another head, which has been sent in this second.
    Other,
    /// No head, or another one, which has not been sent in this second.
    Replaceable,
}

impl HeadSlot {
    const fn new() -> Self {
        Self {
            head: RwLock::new(None),
            candidate: AtomicU64::new(0),
        }
    }

    /// Responds to a lookup that did not find the head for this second. One for an earlier second is updated. Otherwise, the head is
    /// built. It replaces a replaceable content at its second lookup in a row.
    #[inline(never)]
    fn renew(
        &self,
        id: HeadId,
        now: Duration,
        content: Content,
        time: TimeHeaders,
        create: impl FnOnce() -> NewHead,
    ) -> Parts {
        let second = time.second(now);
        if let Content::Earlier = content
            && let Some(head) = &mut *self.write()
            && head.id == id
        {
            time.replace_in(&mut head.parts.headers);
            head.second = second;
            return head.parts.clone();
        }
        let parts = create().with(time);
        if let Content::Replaceable = content
            && id != HeadId::LARGE
            && self.candidate.swap(id.0, Ordering::Relaxed) == id.0
        {
            let parts = parts.clone();
            *self.write() = Some(RecentHead { id, second, parts });
        }
        parts
    }

    fn write(&self) -> RwLockWriteGuard<'_, Option<RecentHead>> {
        self.head.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[path = "recent_heads/tests.rs"]
mod tests;
