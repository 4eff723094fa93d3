//! The time limits of a connection, as a function of its activity.

use super::super::activity::Snapshot;
use super::super::limits::{Limits, Progress};
use std::time::Duration;
use tokio::time::Instant;

/// The time that a client of an idle HTTP/2 connection has to notice that it is closed.
const FAREWELL: Duration = Duration::from_secs(5);

/// Compares the activity of a connection with its time limits.
///
/// It sees the connection after its task ran, and decides when to look again. No timer is set for a request.
#[derive(Debug)]
pub(super) struct Monitor {
    header_timeout: Option<Duration>,
    idle_timeout: Option<Duration>,
    response: Option<Progress>,
    max_resets: u64,
    phase: Phase,
    is_leaving: bool,
    requests: u64,
    read: u64,
    /// The bytes of a handshake, before HTTP begins.
    opened: u64,
    /// The moment since which the client has to read, and the bytes that were written before.
    stall: Option<(Instant, u64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// No request so far.
    Opened(Instant),
    /// The first bytes of a further request.
    Head(Instant),
    Running,
    Idle(Instant),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Look again at that time, if there is no activity before.
    Wait(Option<Instant>),
    Close(Exceeded),
}

/// An exceeded limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exceeded {
    Header,
    Idle,
    Response,
    /// Resets of HTTP/2, which cost a client nothing.
    Resets,
}

impl Monitor {
    pub(super) fn new(limits: &Limits, now: Instant) -> Self {
        Self {
            header_timeout: limits.header_timeout,
            idle_timeout: limits.idle_timeout,
            response: limits.response_progress,
            max_resets: limits.http2_max_resets as u64,
            phase: Phase::Opened(now),
            is_leaving: false,
            requests: 0,
            read: 0,
            opened: 0,
            stall: None,
        }
    }

    /// Begins to observe HTTP after a handshake of this many bytes.
    pub(super) fn begin(&mut self, read: u64) {
        self.read = read;
        self.opened = read;
    }

    pub(super) fn observe(&mut self, now: Instant, seen: Snapshot) -> Verdict {
        self.phase = self.next_phase(now, seen);
        self.requests = seen.requests;
        self.stall = self.next_stall(now, seen);
        // A browser cancels requests of a page that is left, but not most of its requests.
        if seen.cancelled > self.max_resets.saturating_add(seen.requests / 2) {
            return Verdict::Close(Exceeded::Resets);
        }
        let limits = [
            self.phase_limit(),
            self.stall.zip(self.response).map(|((since, _), progress)| {
                (since.checked_add(progress.interval), Exceeded::Response)
            }),
        ];
        let mut next = None;
        for (deadline, exceeded) in limits.into_iter().flatten() {
            match deadline {
                Some(deadline) if deadline <= now => return Verdict::Close(exceeded),
                Some(deadline) => {
                    next = Some(next.map_or(deadline, |next: Instant| next.min(deadline)));
                }
                None => {}
            }
        }
        Verdict::Wait(next)
    }

    /// Returns the moment since which the connection could be closed without loss.
    pub(super) fn idle_since(&self) -> Option<Instant> {
        match self.phase {
            Phase::Idle(since) => Some(since),
            Phase::Opened(since) if self.read == self.opened => Some(since),
            _ => None,
        }
    }

    /// Gives the client of an idle connection a short time to notice that it is closed, also after requests that were sent before the client saw it.
    ///
    /// Returns `false` if the connection is not idle, or if it has had a farewell.
    pub(super) fn say_farewell(&mut self, now: Instant) -> bool {
        let is_said = !self.is_leaving && self.idle_since().is_some();
        if is_said {
            self.is_leaving = true;
            self.idle_timeout = Some(FAREWELL);
            self.phase = Phase::Idle(now);
        }
        is_said
    }

    fn next_phase(&mut self, now: Instant, seen: Snapshot) -> Phase {
        if seen.is_running || seen.is_blocked {
            return Phase::Running;
        }
        if seen.requests != self.requests || self.phase == Phase::Running {
            self.read = seen.read;
            return Phase::Idle(now);
        }
        let has_read = seen.read != self.read;
        match self.phase {
            // Pings and settings of HTTP/2 are not requests.
            Phase::Idle(_) if has_read && !seen.is_http2 => Phase::Head(now),
            Phase::Opened(_) => {
                self.read = seen.read;
                self.phase
            }
            unchanged => unchanged,
        }
    }

    fn next_stall(&self, now: Instant, seen: Snapshot) -> Option<(Instant, u64)> {
        let progress = self.response?;
        if !seen.is_blocked {
            return None;
        }
        match self.stall {
            Some((_, written)) if seen.written - written < progress.bytes => self.stall,
            _ => Some((now, seen.written)),
        }
    }

    fn phase_limit(&self) -> Option<(Option<Instant>, Exceeded)> {
        let (since, limit, exceeded) = match self.phase {
            Phase::Opened(since) | Phase::Head(since) => {
                (since, self.header_timeout, Exceeded::Header)
            }
            Phase::Idle(since) => (since, self.idle_timeout, Exceeded::Idle),
            Phase::Running => return None,
        };
        limit.map(|limit| (since.checked_add(limit), exceeded))
    }
}

#[cfg(test)]
mod tests;
