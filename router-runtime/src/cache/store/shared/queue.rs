//! The invalidations that the server has not accepted yet.

use crate::cache::store::second_tier::{Effect, TierInvalidation};
use std::collections::VecDeque;
use tokio::time::Instant;

/// The maximum number of invalidations in the queue.
const MAX_WAITING: usize = 10_000;

/// The maximum size of their tags in bytes.
const MAX_BYTES: usize = 4 << 20;

/// The maximum number of tags that are replayed at once.
const MAX_AT_ONCE: usize = 1_024;

/// The maximum number of paths among them. Each is a command of its own.
const MAX_PATHS_AT_ONCE: usize = 64;

/// Invalidations in the order of their calls. When there are too many, one soft invalidation of everything replaces them.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: VecDeque<Waiting>,
    bytes: usize,
    /// `true` if the invalidation of everything comes first.
    is_full: bool,
    /// The number of invalidations from the first one on that may have reached the server.
    sent: usize,
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
        let is_all_waiting = self.is_full && self.sent == 0;
        let last = self.waiting.back().map(|it| &it.invalidation);
        // One that may have reached the server does not cover this call.
        let is_covered = last == Some(invalidation) && self.len() > self.sent;
        if is_all_waiting || is_covered {
            return;
        }
        let bytes = size(invalidation);
        if self.waiting.len() >= MAX_WAITING || self.bytes + bytes > MAX_BYTES {
            *self = Self {
                is_full: true,
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

    /// Returns the first ones, as one invalidation. [`remove`](Self::remove) removes them.
    pub(super) fn next(&mut self) -> Option<Next> {
        if self.is_full {
            self.sent = 1;
            return Some(Next::All);
        }
        let mut waiting = self.waiting.iter();
        let mut first = waiting.next()?.now();
        let mut path_count = paths(&first);
        self.sent = 1;
        for Waiting { invalidation, .. } in waiting {
            let count = first.tags.len() + invalidation.tags.len();
            let more = paths(invalidation);
            let is_full = count > MAX_AT_ONCE || more > 0 && path_count + more > MAX_PATHS_AT_ONCE;
            let has_deadline = matches!(first.effect, Effect::SoftWithin(_));
            if has_deadline || first.effect != invalidation.effect || is_full {
                break;
            }
            path_count += more;
            first.tags.extend_from_slice(&invalidation.tags);
            self.sent += 1;
        }
        Some(Next::One(first))
    }

    /// Removes those that [`next`](Self::next) returned, since the server has accepted them.
    pub(super) fn remove(&mut self) {
        let sent = std::mem::take(&mut self.sent);
        if sent > 0 && std::mem::take(&mut self.is_full) {
            return;
        }
        for removed in self.waiting.drain(..sent) {
            self.bytes -= size(&removed.invalidation);
        }
    }

    /// The number of waiting invalidations.
    pub(super) fn len(&self) -> usize {
        self.waiting.len() + usize::from(self.is_full)
    }
}

/// The number of paths among the tags.
fn paths(invalidation: &TierInvalidation) -> usize {
    let tags = invalidation.tags.iter();
    tags.filter(|tag| tag.is_of_one_path()).count()
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

    fn tags(names: &[&str]) -> Next {
        let tags = names.iter().map(|name| Tag::user(name).unwrap()).collect();
        Next::One(TierInvalidation {
            tags,
            effect: Effect::Hard,
        })
    }

    #[test]
    fn invalidations_are_replayed_in_order_and_together() {
        let mut queue = Queue::default();
        let soft = TierInvalidation {
            effect: Effect::Soft,
            ..hard("a")
        };
        for invalidation in [hard("a"), hard("b"), hard("b"), soft.clone(), hard("a")] {
            queue.push(&invalidation);
        }
        let mut replayed = Vec::new();
        while let Some(next) = queue.next() {
            replayed.push(next);
            queue.remove();
        }
        assert_eq!(replayed, [tags(&["a", "b"]), Next::One(soft), tags(&["a"])]);
        assert_eq!((queue.len(), queue.bytes), (0, 0));
    }

    #[test]
    fn the_number_of_tags_that_are_replayed_at_once_is_bounded() {
        let mut queue = Queue::default();
        for index in 0..3_000 {
            queue.push(&hard(&index.to_string()));
        }
        let mut counts = Vec::new();
        while let Some(Next::One(next)) = queue.next() {
            counts.push(next.tags.len());
            queue.remove();
        }
        assert_eq!(counts, [1_024, 1_024, 952]);
    }

    #[test]
    fn the_number_of_paths_that_are_replayed_at_once_is_bounded() {
        let mut queue = Queue::default();
        for index in 0..150 {
            let path = Tag::path(&format!("/{index}"));
            let user = Tag::user(&index.to_string()).unwrap();
            queue.push(&TierInvalidation {
                tags: vec![path, user],
                effect: Effect::Hard,
            });
        }
        let mut counts = Vec::new();
        while let Some(Next::One(next)) = queue.next() {
            counts.push((paths(&next), next.tags.len()));
            queue.remove();
        }
        assert_eq!(counts, [(64, 128), (64, 128), (22, 44)]);
    }

    #[test]
    fn what_is_replayed_does_not_cover_later_calls() {
        let mut queue = Queue::default();
        queue.push(&hard("a"));
        queue.push(&hard("b"));
        assert_eq!(queue.next(), Some(tags(&["a", "b"])));
        queue.push(&hard("b"));
        queue.push(&hard("b"));
        // The connection failed, and the next one replays it.
        assert_eq!(queue.next(), Some(tags(&["a", "b", "b"])));
        queue.push(&hard("c"));
        queue.remove();
        assert_eq!(queue.next(), Some(tags(&["c"])));
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
            assert_eq!(queue.next(), Some(Next::One(next)));
        }
    }

    #[test]
    fn a_full_queue_invalidates_everything() {
        let mut queue = Queue::default();
        for index in 0..MAX_WAITING {
            queue.push(&hard(&index.to_string()));
        }
        assert!(matches!(queue.next(), Some(Next::One(_))));
        queue.push(&hard("one more"));
        assert_eq!(queue.len(), 1);
        // The first ones were accepted meanwhile, but are not in the queue any more.
        queue.remove();
        assert_eq!(queue.next(), Some(Next::All));
        // It may have reached the server, so these follow it.
        queue.push(&hard("a"));
        assert_eq!(queue.next(), Some(Next::All));
        queue.push(&hard("b"));
        queue.remove();
        assert_eq!(queue.next(), Some(tags(&["a", "b"])));
        queue.remove();
        assert_eq!(queue.next(), None);
    }

    #[test]
    fn the_bytes_of_the_queue_are_bounded() {
        let mut queue = Queue::default();
        let tags = |index: usize| TierInvalidation {
            tags: vec![Tag::user(&format!("{index:064}")).unwrap(); 128],
            effect: Effect::Hard,
        };
        for index in 0..MAX_WAITING / 2 {
            queue.push(&tags(index));
            assert!(queue.bytes <= MAX_BYTES);
        }
        assert!(queue.is_full);
    }
}
