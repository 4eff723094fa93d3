//! The invalidations that the server has not accepted yet.

use crate::cache::store::second_tier::{Effect, TierInvalidation};
use std::collections::VecDeque;
use tokio::time::Instant;

/// The maximum number of invalidations in the queue.
const MOST: usize = 10_000;

/// The maximum size of their tags in bytes.
const MOST_BYTES: usize = 4 << 20;

/// Invalidations in the order of their calls. When there are too many, one soft invalidation of everything replaces them.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: VecDeque<Waiting>,
    bytes: usize,
    is_full: bool,
    /// Counts the changes, so that what was replayed is removed only if it is still the first.
    changes: u64,
}

#[derive(Debug)]
struct Waiting {
    invalidation: TierInvalidation,
    since: Instant,
}

impl Waiting {
    /// Returns the invalidation with what is left of its time.
    fn now(&self) -> TierInvalidation {
        let mut invalidation = self.invalidation.clone();
        if let Effect::SoftWithin(time) = invalidation.effect {
            invalidation.effect = match time.saturating_sub(self.since.elapsed()) {
                rest if rest.is_zero() => Effect::Hard,
                rest => Effect::SoftWithin(rest),
            };
        }
        invalidation
    }
}

/// The next invalidation to replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    One(TierInvalidation),
    /// The queue was full: everything is invalidated softly.
    All,
}

impl Queue {
    /// Adds an invalidation. An equal one that waits at the end of the queue covers it.
    pub(super) fn push(&mut self, invalidation: &TierInvalidation) {
        let last = self.waiting.back().map(|it| &it.invalidation);
        if self.is_full || last == Some(invalidation) {
            // The first one may have reached the server already, before what this call has to cover.
            self.changes += u64::from(self.len() == 1);
            return;
        }
        let bytes = size(invalidation);
        if self.waiting.len() >= MOST || self.bytes + bytes > MOST_BYTES {
            *self = Self {
                is_full: true,
                changes: self.changes + 1,
                ..Self::default()
            };
            return;
        }
        self.bytes += bytes;
        self.waiting.push_back(Waiting {
            invalidation: invalidation.clone(),
            since: Instant::now(),
        });
    }

    /// Returns the first one with the state of the queue, which [`remove`](Self::remove) takes.
    pub(super) fn next(&self) -> Option<(Next, u64)> {
        let next = if self.is_full {
            Next::All
        } else {
            Next::One(self.waiting.front()?.now())
        };
        Some((next, self.changes))
    }

    /// Removes the first one, which the server has accepted.
    pub(super) fn remove(&mut self, state: u64) {
        if state != self.changes {
            return;
        }
        self.changes += 1;
        if self.is_full {
            self.is_full = false;
        } else if let Some(first) = self.waiting.pop_front() {
            self.bytes -= size(&first.invalidation);
        }
    }

    /// The number of waiting invalidations.
    pub(super) fn len(&self) -> usize {
        self.waiting.len() + usize::from(self.is_full)
    }
}

fn size(invalidation: &TierInvalidation) -> usize {
    let tags = invalidation.tags.iter();
    size_of::<Waiting>()
        + tags
            .map(|tag| size_of_val(tag) + tag.bytes())
            .sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Tag;
    use std::time::Duration;

    fn hard(name: &str) -> TierInvalidation {
        TierInvalidation {
            tags: vec![Tag::user(name).unwrap()],
            effect: Effect::Hard,
        }
    }

    #[test]
    fn invalidations_are_replayed_in_order() {
        let mut queue = Queue::default();
        for name in ["a", "b", "b", "a"] {
            queue.push(&hard(name));
        }
        let mut replayed = Vec::new();
        while let Some((next, state)) = queue.next() {
            replayed.push(next);
            queue.remove(state);
        }
        assert_eq!(replayed, ["a", "b", "a"].map(|it| Next::One(hard(it))));
        assert_eq!((queue.len(), queue.bytes), (0, 0));
    }

    #[test]
    fn what_is_replayed_does_not_cover_later_calls() {
        let mut queue = Queue::default();
        queue.push(&hard("a"));
        let (_, state) = queue.next().unwrap();
        queue.push(&hard("a"));
        queue.remove(state);
        assert_eq!(queue.len(), 1);
        queue.is_full = true;
        queue.waiting.clear();
        let (_, state) = queue.next().unwrap();
        queue.push(&hard("a"));
        queue.remove(state);
        assert_eq!(queue.len(), 1);
        // One that is not the first does not prevent its removal.
        let mut queue = Queue::default();
        queue.push(&hard("a"));
        queue.push(&hard("b"));
        let (_, state) = queue.next().unwrap();
        queue.push(&hard("b"));
        queue.remove(state);
        assert_eq!(queue.next().unwrap().0, Next::One(hard("b")));
    }

    #[tokio::test(start_paused = true)]
    async fn the_time_after_which_an_invalidation_is_hard_goes_on_in_the_queue() {
        let seconds = Duration::from_secs;
        let mut queue = Queue::default();
        queue.push(&TierInvalidation {
            effect: Effect::SoftWithin(seconds(3)),
            ..hard("a")
        });
        for (pause, effect) in [
            (0, Effect::SoftWithin(seconds(3))),
            (2, Effect::SoftWithin(seconds(1))),
            (1, Effect::Hard),
            (9, Effect::Hard),
        ] {
            tokio::time::advance(seconds(pause)).await;
            let next = TierInvalidation {
                effect,
                ..hard("a")
            };
            assert_eq!(queue.next().unwrap().0, Next::One(next));
        }
    }

    #[test]
    fn a_full_queue_invalidates_everything() {
        let mut queue = Queue::default();
        for index in 0..MOST {
            queue.push(&hard(&index.to_string()));
        }
        let (first, state) = queue.next().unwrap();
        assert_eq!(first, Next::One(hard("0")));
        queue.push(&hard("one more"));
        assert_eq!(queue.len(), 1);
        // The first one was accepted meanwhile, but is not in the queue any more.
        queue.remove(state);
        let (first, state) = queue.next().unwrap();
        assert_eq!(first, Next::All);
        queue.remove(state);
        assert!(queue.next().is_none());
    }

    #[test]
    fn the_bytes_of_the_queue_are_bounded() {
        let mut queue = Queue::default();
        let tags = |index: usize| TierInvalidation {
            tags: vec![Tag::user(&format!("{index:064}")).unwrap(); 128],
            effect: Effect::Hard,
        };
        for index in 0..MOST / 2 {
            queue.push(&tags(index));
            assert!(queue.bytes <= MOST_BYTES);
        }
        assert!(queue.is_full);
    }
}
