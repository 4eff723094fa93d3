//! The invariants of the cache, as pure functions of a history.
//!
//! | file | invariants |
//! |---|---|
//! | `freshness.rs` | I1, I10: no response is older than an invalidation that was acknowledged |
//! | `bodies.rs` | I2, I6: responses are of runs of their key, and what must not be stored is not |
//! | `flights.rs` | I3: one run for a key at a time |
//! | `order.rs` | I4: no instance goes back to an older version |
//! | `limits.rs` | I5, I7: memory, errors, latency |
//! | `ages.rs` | I8, I9: no response is older than it says, or than its key allows |

mod ages;
mod bodies;
mod flights;
mod freshness;
mod limits;
mod order;
mod spans;
#[cfg(test)]
mod tests;
mod view;

use crate::{
    history::{History, Time},
    workload::Key,
};
#[cfg(router_seeded_faults)]
pub use freshness::ENDLESS_GRACE;
pub use view::SETTLING;
use view::View;

/// An operation of the history, by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    Run(usize),
    Read(usize),
    Write(usize),
    Meter(usize),
}

/// Operations that contradict an invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub invariant: &'static str,
    pub text: &'static str,
    pub operations: Vec<Operation>,
}

impl Violation {
    fn new(invariant: &'static str, text: &'static str, operations: &[Operation]) -> Self {
        Self {
            invariant,
            text,
            operations: operations.to_vec(),
        }
    }

    /// The time from the first start to the last end of the operations.
    pub fn span(&self, history: &History) -> (Time, Time) {
        let spans = self.operations.iter().map(|it| it.span(history));
        spans.fold((Time::MAX, Time::ZERO), |all, one| {
            (all.0.min(one.0), all.1.max(one.1))
        })
    }
}

impl Operation {
    /// The time of the operation.
    pub fn span(self, history: &History) -> (Time, Time) {
        match self {
            Self::Run(index) => {
                let run = &history.runs[index];
                (run.start, run.end.unwrap_or(run.start))
            }
            Self::Read(index) => (history.reads[index].start, history.reads[index].end),
            Self::Write(index) => {
                let write = &history.writes[index];
                (write.start, write.end.map_or(write.start, |end| end.0))
            }
            Self::Meter(index) => (history.meters[index].at, history.meters[index].at),
        }
    }
}

/// Returns the violation with the fewest operations, in the shortest time.
pub fn check(history: &History, keys: &[Key]) -> Option<Violation> {
    let view = View::new(history, keys);
    let mut found = Vec::new();
    for check in [
        freshness::check,
        bodies::check,
        flights::check,
        order::check,
        limits::check,
        ages::check,
    ] {
        check(&view, &mut found);
    }
    found.into_iter().min_by_key(|violation: &Violation| {
        let (start, end) = violation.span(history);
        (violation.operations.len(), end.saturating_sub(start))
    })
}
