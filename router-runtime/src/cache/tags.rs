//! What was invalidated, by tag and epoch.

use super::epoch::EpochSource;
pub(crate) use crate::config::{LONGEST_TAG, MOST_TAGS};
use foldhash::fast::RandomState;
use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

/// The most tags that the table remembers.
const MOST_MARKS: usize = 100_000;

/// What a mark names: a path or a route, made by the router, or a user's tag. The two never meet, whatever they spell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Tag {
    /// `/slug/a`, `/slug/[id]/route`, `/slug/layout`.
    Path(Arc<str>),
    /// A user's own.
    User(Arc<str>),
}

/// A tag that cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TagError {
    /// The tag has more than 256 bytes.
    TooLong(usize),
    /// One answer has more than 128 tags.
    TooMany(usize),
}

impl fmt::Display for TagError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(bytes) => {
                write!(f, "a tag has {bytes} bytes and may have {LONGEST_TAG}")
            }
            Self::TooMany(tags) => {
                write!(f, "an answer has {tags} tags and may have {MOST_TAGS}")
            }
        }
    }
}

impl std::error::Error for TagError {}

impl Tag {
    /// A user's tag; one that is too long is refused, never cut.
    pub(crate) fn user(name: &str) -> Result<Self, TagError> {
        if name.len() > LONGEST_TAG {
            return Err(TagError::TooLong(name.len()));
        }
        Ok(Self::User(name.into()))
    }

    /// The tag of a path or a route.
    pub(crate) fn path(name: &str) -> Self {
        Self::Path(name.into())
    }

    /// Its text.
    #[cfg(test)]
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Path(name) | Self::User(name) => name,
        }
    }
}

/// How strictly a mark invalidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// The next request waits for a new answer.
    Hard,
    /// The old answer is sent while a new one is made; after the deadline, if there is one, the mark is hard.
    Soft {
        /// When, on the cache's clock.
        deadline: Option<Duration>,
    },
}

/// What the tags say of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing that it carries was invalidated since its generation started.
    Valid,
    /// Only softly.
    Soft,
    /// At this epoch.
    Hard(u64),
}

/// The marks, bounded; with the counter that orders them.
#[derive(Debug)]
pub(crate) struct TagTable {
    epochs: EpochSource,
    marks: RwLock<Marks>,
    most: usize,
}

#[derive(Debug, Default)]
struct Marks {
    by_tag: HashMap<Tag, Marked, RandomState>,
    /// Marks up to here may have been forgotten.
    floor: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Marked {
    hard: u64,
    soft: u64,
    deadline: Option<Duration>,
}

impl Default for TagTable {
    fn default() -> Self {
        Self::with_capacity(MOST_MARKS)
    }
}

impl TagTable {
    pub(crate) fn with_capacity(most: usize) -> Self {
        Self {
            epochs: EpochSource::default(),
            marks: RwLock::default(),
            most,
        }
    }

    /// The epoch that a generation which starts now belongs to.
    pub(crate) fn epoch(&self) -> u64 {
        self.epochs.current()
    }

    /// Invalidates all that carries one of the tags. Many tags in one call are one epoch, which is returned.
    pub(crate) fn mark(
        &self,
        tags: impl IntoIterator<Item = Tag>,
        mark: Mark,
        now: Duration,
    ) -> u64 {
        let mut marks = self.marks.write().unwrap_or_else(PoisonError::into_inner);
        let epoch = self.epochs.current() + 1;
        for tag in tags {
            marks.by_tag.entry(tag).or_default().add(mark, epoch, now);
        }
        marks.trim(self.most);
        self.epochs.publish(epoch);
        epoch
    }

    /// What the marks say of an answer with these tags whose generation started at that epoch.
    pub(crate) fn verdict<'t>(
        &self,
        tags: impl IntoIterator<Item = &'t Tag>,
        epoch: u64,
        now: Duration,
    ) -> Verdict {
        let marks = self.marks.read().unwrap_or_else(PoisonError::into_inner);
        let mut verdict = if epoch < marks.floor {
            Verdict::Soft
        } else {
            Verdict::Valid
        };
        for tag in tags {
            let Some(marked) = marks.by_tag.get(tag) else {
                continue;
            };
            match (marked.verdict(epoch, now), verdict) {
                (Verdict::Hard(one), Verdict::Hard(other)) => {
                    verdict = Verdict::Hard(one.max(other));
                }
                (Verdict::Hard(at), _) => verdict = Verdict::Hard(at),
                (Verdict::Soft, Verdict::Valid) => verdict = Verdict::Soft,
                _ => {}
            }
        }
        verdict
    }

    /// The least epoch of a generation that a request may wait for now.
    pub(crate) fn least<'t>(&self, tags: impl IntoIterator<Item = &'t Tag>, now: Duration) -> u64 {
        let floor = {
            let marks = self.marks.read().unwrap_or_else(PoisonError::into_inner);
            marks.floor
        };
        match self.verdict(tags, 0, now) {
            Verdict::Hard(epoch) => epoch.max(floor),
            _ => floor,
        }
    }

    /// How many tags are remembered.
    pub(crate) fn len(&self) -> usize {
        let marks = self.marks.read().unwrap_or_else(PoisonError::into_inner);
        marks.by_tag.len()
    }
}

impl Marks {
    /// Forgets the oldest marks, a sixteenth at once, and raises the floor over them.
    fn trim(&mut self, most: usize) {
        if self.by_tag.len() <= most {
            return;
        }
        let mut epochs: Vec<u64> = self.by_tag.values().map(Marked::latest).collect();
        let spare = (self.by_tag.len() - most + most / 16).min(epochs.len() - 1);
        let (_, &mut cut, _) = epochs.select_nth_unstable(spare);
        // One call with more tags than the table holds leaves nothing but the floor.
        let cut = if spare + 1 == epochs.len() {
            cut
        } else {
            cut - 1
        };
        self.by_tag.retain(|_, marked| marked.latest() > cut);
        if self.by_tag.len() > most {
            self.by_tag.clear();
            self.floor = epochs.into_iter().fold(self.floor, u64::max);
        } else {
            self.floor = self.floor.max(cut);
        }
    }
}

impl Marked {
    fn latest(&self) -> u64 {
        self.hard.max(self.soft)
    }

    fn add(&mut self, mark: Mark, epoch: u64, now: Duration) {
        match mark {
            Mark::Hard => self.hard = epoch,
            Mark::Soft { deadline } => {
                let earlier = self.deadline.filter(|_| self.soft > self.hard);
                self.deadline = match earlier {
                    Some(passed) if passed <= now => {
                        self.hard = self.soft;
                        deadline
                    }
                    // The stricter of the two holds for both: it errs towards a new answer.
                    Some(earlier) => Some(deadline.map_or(earlier, |at| at.min(earlier))),
                    None => deadline,
                };
                self.soft = epoch;
            }
        }
    }

    fn verdict(&self, epoch: u64, now: Duration) -> Verdict {
        let late = self.deadline.is_some_and(|at| at <= now);
        let hard = if late { self.latest() } else { self.hard };
        if hard > epoch {
            Verdict::Hard(hard)
        } else if self.soft > epoch {
            Verdict::Soft
        } else {
            Verdict::Valid
        }
    }
}
