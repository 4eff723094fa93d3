//! The state of the tags in the server, as far as this instance has read it.

use super::log::LogEntry;
use crate::cache::{
    clock::nanoseconds,
    store::second_tier::{Confirmation, ConfirmedUntil, TierEpoch},
};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::Ordering},
    time::Duration,
};
use tokio::{sync::watch, time::Instant};

/// The time for which an instance relies on what it knows.
const CONFIRMED_FOR: Duration = Duration::from_secs(1);

/// The position in the log up to which all invalidations are applied to the memory of this instance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) nonce: u64,
    pub(super) epoch: u64,
    /// The number of the invalidation at this epoch. It differs if the server lost invalidations and got as many others.
    pub(super) last: u64,
}

/// The state of the tags in the server, as its script reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ServerState {
    pub(super) position: Position,
    /// The epoch that the server still had when it had lost later ones; 0 if the loss is unknown.
    pub(super) survived: u64,
    /// In microseconds.
    pub(super) time: u64,
}

/// The difference between the position of an instance and the state of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Difference {
    /// The entries of the log after its position follow.
    None,
    /// Invalidations were lost that it may not have seen, but others have.
    AllStale,
    /// It has missed invalidations.
    AllInvalid,
}

impl Position {
    /// Compares with the state of the server.
    pub(super) fn compare(self, server: &ServerState) -> Difference {
        if self.nonce == server.position.nonce {
            Difference::None
        } else if self.nonce != 0 && server.survived != 0 && self.epoch >= server.survived {
            Difference::AllStale
        } else {
            Difference::AllInvalid
        }
    }

    /// Returns the position after an entry; `None` if invalidations are missing in between.
    pub(super) fn after(self, entry: &LogEntry) -> Option<Self> {
        let follows = self.is_next(entry) && entry.before == self.last;
        follows.then_some(Self {
            nonce: self.nonce,
            epoch: entry.epoch,
            last: entry.id,
        })
    }

    /// Returns `true` if the server lost the invalidation at this position, and got others.
    pub(super) fn diverges_at(self, entry: &LogEntry) -> bool {
        self.is_next(entry) && entry.before != self.last
    }

    fn is_next(self, entry: &LogEntry) -> bool {
        entry.epoch == self.epoch + 1
    }
}

/// The position, the latest epoch that the server reported, and the time of the last message.
#[derive(Debug)]
pub(super) struct Mirror {
    position: watch::Sender<Position>,
    seen: Mutex<Seen>,
    /// It ends [`CONFIRMED_FOR`] after the last successful read of the log was sent.
    confirmed: ConfirmedUntil,
}

#[derive(Debug, Default)]
struct Seen {
    epoch: TierEpoch,
    /// `true` once there was an invalidation, or may have been: the server lost its state.
    has_invalidations: bool,
    /// The time of the server in microseconds, at that of this process.
    server_time: Option<(u64, Instant)>,
}

impl Seen {
    fn reached(&mut self, epoch: TierEpoch) {
        self.epoch = epoch;
        // An instance that finds no state creates one with the epoch 1.
        self.has_invalidations |= epoch.epoch > 1;
    }
}

impl Mirror {
    pub(super) fn new() -> Self {
        Self {
            position: watch::Sender::new(Position::default()),
            seen: Mutex::default(),
            confirmed: ConfirmedUntil {
                nanoseconds: Arc::default(),
                since: Instant::now(),
            },
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn position(&self) -> Position {
        *self.position.borrow()
    }

    /// Sets the position, after all invalidations up to it were applied.
    pub(super) fn advance(&self, position: Position) {
        let epoch = TierEpoch {
            nonce: position.nonce,
            epoch: position.epoch,
        };
        {
            let mut seen = self.seen();
            let is_other = seen.epoch.nonce != epoch.nonce;
            seen.has_invalidations |= is_other && seen.epoch.nonce != 0;
            if is_other || seen.epoch.epoch < epoch.epoch {
                seen.reached(epoch);
            }
        }
        self.position.send_replace(position);
    }

    /// Notes an epoch that the server reported, even if the log is not read so far.
    pub(super) fn note(&self, epoch: TierEpoch) {
        let mut seen = self.seen();
        if seen.epoch.nonce == epoch.nonce && seen.epoch.epoch < epoch.epoch {
            seen.reached(epoch);
        }
    }

    /// The epoch of the position. A generation that starts now may use what is in memory, so it is as old as that.
    pub(super) fn epoch(&self) -> TierEpoch {
        let Position { nonce, epoch, .. } = self.position();
        TierEpoch { nonce, epoch }
    }

    /// The latest epoch that the server reported.
    pub(super) fn seen_epoch(&self) -> TierEpoch {
        self.seen().epoch
    }

    /// Returns `false` if the server never had an invalidation, as far as this instance knows.
    pub(super) fn has_invalidations(&self) -> bool {
        let seen = self.seen();
        seen.epoch.nonce == 0 || seen.has_invalidations
    }

    /// The number of invalidations that the server has reported and the log has not.
    pub(super) fn lag(&self) -> u64 {
        let position = self.position();
        let seen = self.seen_epoch();
        let is_same = seen.nonce == position.nonce;
        seen.epoch.saturating_sub(position.epoch) * u64::from(is_same)
    }

    /// Notes that every invalidation before `sent` is applied.
    pub(super) fn confirm(&self, sent: Instant) {
        let until = nanoseconds(sent.duration_since(self.confirmed.since) + CONFIRMED_FOR);
        // With what it applied, which hits read after it.
        let current = &self.confirmed.nanoseconds;
        current.fetch_max(until, Ordering::Release);
    }

    /// Notes the time of the server.
    pub(super) fn note_time(&self, time: u64) {
        self.seen().server_time = Some((time, Instant::now()));
    }

    /// The time of the server in microseconds, as far as this process can tell.
    pub(super) fn server_time(&self) -> u64 {
        self.seen().server_time.map_or(0, |(time, at)| {
            time + u64::try_from(at.elapsed().as_micros()).unwrap_or(u64::MAX / 2)
        })
    }

    /// Returns how long entries in memory may be sent without asking the server.
    pub(super) fn confirmation(&self) -> Confirmation {
        let until = Duration::from_nanos(self.confirmed.nanoseconds.load(Ordering::Acquire));
        let now = self.confirmed.since.elapsed();
        let rest = until.saturating_sub(now);
        if rest.is_zero() {
            let since = now.saturating_sub(until.saturating_sub(CONFIRMED_FOR));
            return Confirmation::Needed { since };
        }
        Confirmation::For(rest)
    }

    pub(super) fn confirmed_until(&self) -> ConfirmedUntil {
        self.confirmed.clone()
    }

    /// Waits until the position is at this epoch or later. Returns `false` if the nonce is another one.
    pub(super) async fn reached(&self, epoch: TierEpoch) -> bool {
        let mut position = self.position.subscribe();
        let reached = position
            .wait_for(|at| at.nonce != epoch.nonce || at.epoch >= epoch.epoch)
            .await;
        reached.is_ok_and(|at| at.nonce == epoch.nonce)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::store::shared::log::LogChange;
    use tokio::time::advance;

    fn position(nonce: u64, epoch: u64, last: u64) -> Position {
        Position { nonce, epoch, last }
    }

    fn entry(epoch: u64, id: u64, before: u64) -> LogEntry {
        let change = LogChange::MakeAllStale;
        LogEntry {
            epoch,
            id,
            before,
            change,
        }
    }

    #[test]
    fn entries_follow_without_gaps() {
        let start = position(1, 5, 50);
        assert_eq!(start.after(&entry(6, 60, 50)), Some(position(1, 6, 60)));
        // An entry is missing; the server lost entry 5 and got another one.
        for (entry, diverges) in [(entry(7, 70, 60), false), (entry(6, 60, 51), true)] {
            assert_eq!(start.after(&entry), None);
            assert_eq!(start.diverges_at(&entry), diverges);
        }
    }

    #[test]
    fn lost_invalidations_are_seen_by_the_nonce() {
        use Difference::{AllInvalid, AllStale, None};
        for (known, nonce, survived, expected) in [
            (position(1, 5, 50), 1, 0, None),
            (position(0, 0, 0), 1, 0, AllInvalid),
            (position(0, 0, 0), 1, 4, AllInvalid),
            (position(1, 5, 50), 2, 0, AllInvalid),
            (position(1, 5, 50), 2, 3, AllStale),
            (position(1, 5, 50), 2, 5, AllStale),
            // It had not seen all that survived.
            (position(1, 5, 50), 2, 6, AllInvalid),
        ] {
            let server = ServerState {
                position: position(nonce, 9, 90),
                survived,
                time: 0,
            };
            assert_eq!(known.compare(&server), expected, "{known:?} {server:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_mirror_is_trusted_for_one_second() {
        let mirror = Mirror::new();
        assert!(matches!(mirror.confirmation(), Confirmation::Needed { .. }));
        let earlier = Instant::now();
        advance(Duration::from_secs(3)).await;
        mirror.confirm(Instant::now());
        // Of two that were sent, the later one counts.
        mirror.confirm(earlier);
        advance(Duration::from_millis(400)).await;
        assert_eq!(
            mirror.confirmation(),
            Confirmation::For(Duration::from_millis(600))
        );
        advance(Duration::from_millis(600)).await;
        let since = CONFIRMED_FOR;
        assert_eq!(mirror.confirmation(), Confirmation::Needed { since });
    }

    #[tokio::test(start_paused = true)]
    async fn the_epoch_of_a_generation_is_not_ahead_of_the_log() {
        let mirror = Mirror::new();
        mirror.advance(position(1, 5, 50));
        let epoch = |nonce, epoch| TierEpoch { nonce, epoch };
        mirror.note(epoch(1, 7));
        mirror.note(epoch(2, 9));
        assert_eq!(mirror.epoch(), epoch(1, 5));
        assert_eq!((mirror.seen_epoch(), mirror.lag()), (epoch(1, 7), 2));
        mirror.advance(position(1, 6, 60));
        assert_eq!(mirror.epoch(), epoch(1, 6));
        assert_eq!((mirror.seen_epoch(), mirror.lag()), (epoch(1, 7), 1));
        // Another table has epochs of its own.
        mirror.advance(position(2, 3, 30));
        assert_eq!(mirror.epoch(), epoch(2, 3));
        assert_eq!((mirror.seen_epoch(), mirror.lag()), (epoch(2, 3), 0));
    }

    #[tokio::test(start_paused = true)]
    async fn invalidations_are_remembered_if_the_server_forgets_them() {
        let mirror = Mirror::new();
        assert!(mirror.has_invalidations(), "it is unknown");
        mirror.advance(position(1, 1, 10));
        assert!(!mirror.has_invalidations());
        mirror.note(TierEpoch { nonce: 1, epoch: 2 });
        assert!(mirror.has_invalidations());
        mirror.advance(position(2, 1, 10));
        assert!(mirror.has_invalidations());
        // Of a state that was lost before it had one that is known here.
        let mirror = Mirror::new();
        mirror.advance(position(1, 1, 10));
        mirror.advance(position(2, 1, 10));
        assert!(mirror.has_invalidations());
    }

    #[tokio::test(start_paused = true)]
    async fn a_barrier_waits_for_the_log() {
        let mirror = Mirror::new();
        mirror.advance(position(1, 5, 50));
        let epoch = TierEpoch { nonce: 1, epoch: 6 };
        let wait = tokio::time::timeout(Duration::from_millis(50), mirror.reached(epoch)).await;
        assert!(wait.is_err());
        mirror.advance(position(1, 6, 60));
        assert!(mirror.reached(epoch).await);
        mirror.advance(position(2, 9, 90));
        assert!(!mirror.reached(epoch).await);
    }

    #[tokio::test(start_paused = true)]
    async fn the_time_of_the_server_goes_on() {
        let mirror = Mirror::new();
        mirror.note_time(5_000_000);
        advance(Duration::from_secs(2)).await;
        assert_eq!(mirror.server_time(), 7_000_000);
    }
}
