//! I3: one run for a key at a time, on each instance, and in the cluster while nothing is disturbed.
//!
//! An invalidation may start a second run. So the check is silent from its call until its effect has reached all instances.

use super::{Operation, Violation, view::View};
use crate::{history::Run, history::Time, workload::RUN_TIMEOUT};
use std::time::Duration;

/// The time before a run in which its lease was requested.
const BEFORE: Duration = Duration::from_secs(1);

pub fn check(view: &View<'_>, found: &mut Vec<Violation>) {
    let mut by_key: Vec<Vec<usize>> = vec![Vec::new(); view.keys.len()];
    for (index, run) in view.history.runs.iter().enumerate() {
        // Responses that must not be stored are generated for each request.
        if !view.keys[run.key].is_flaky {
            by_key[run.key].push(index);
        }
    }
    for runs in by_key {
        for (position, first) in runs.iter().enumerate() {
            let one = &view.history.runs[*first];
            let end = end_of(view, one);
            let later = runs[position + 1..].iter();
            let during = later.take_while(|it| view.history.runs[**it].start < end);
            for second in during {
                let other = &view.history.runs[*second];
                if is_superfluous(view, one, other) {
                    let text = if one.life == other.life {
                        "two runs for one key on one instance"
                    } else {
                        "two runs for one key in the cluster"
                    };
                    let operations = [Operation::Run(*first), Operation::Run(*second)];
                    found.push(Violation::new("I3", text, &operations));
                }
            }
        }
    }
}

/// The end of a run: it is announced, its time is over, or its process is killed.
fn end_of(view: &View<'_>, run: &Run) -> Time {
    let mut lives = view.history.lives.iter();
    let life = lives.find(|it| it.life == run.life);
    let killed = life.and_then(|it| it.end);
    let over = run.start + RUN_TIMEOUT;
    run.end.into_iter().chain(killed).fold(over, Time::min)
}

/// Returns `true` if the second one should have waited for the first one.
fn is_superfluous(view: &View<'_>, one: &Run, other: &Run) -> bool {
    let time = (one.start.saturating_sub(BEFORE), other.start);
    let is_disturbed = [one, other]
        .iter()
        .any(|run| view.is_disturbed(run.life.instance, time));
    if is_disturbed || view.is_invalidated(one.key, time) {
        return false;
    }
    // If the request for a lease fails, the handler runs.
    let has_lease = |run: &Run| {
        let before = view.failures_before(run.life, run.start.saturating_sub(BEFORE));
        before == Some(run.failures)
    };
    one.life == other.life || has_lease(one) && has_lease(other)
}
