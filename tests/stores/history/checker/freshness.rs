//! I1: no body is older than an invalidation that was acknowledged. I10: neither after a restart.
//!
//! A run reads its version after the version was set, and the invalidation is called after that. So the body of an earlier version is from
//! before the invalidation.

use super::{
    Operation, Violation,
    view::{SETTLING, View},
};
use crate::{
    history::{Label, Life, Outcome, Read, Time, Write},
    workload::{Effect, SOON, STRONG},
};
use std::{collections::HashMap, time::Duration};

/// The time within which other instances see an invalidation.
const TRUST: Duration = Duration::from_secs(1);

/// The time for which an instance sends unconfirmed entries.
const PARTITION_GRACE: Duration = Duration::from_secs(60);

/// The time that the background revalidation of such an entry may take, with attempts that fail.
const REVALIDATION: Duration = Duration::from_secs(10);

/// The text of such a violation.
pub const ENDLESS_GRACE: &str =
    "the entry was neither confirmed nor regenerated for more than a minute";

/// The tolerance for the deadline of a soft invalidation, which is calculated from the clock of the server.
const TOLERANCE: Duration = Duration::from_secs(1);

pub fn check(view: &View<'_>, found: &mut Vec<Violation>) {
    for (index, read, run, of_run) in view.reads_of_runs() {
        let mut later = view.writes_after(read.key, of_run.version).rev();
        let broken = later.find(|(_, write)| is_broken(view, write, read));
        if let Some((write, of)) = broken {
            let operations = [
                Operation::Run(run),
                Operation::Write(write),
                Operation::Read(index),
            ];
            let started = view.history.lives.iter().find(|it| it.life == read.life);
            let is_restarted = started.is_some_and(|it| of.end.is_some_and(|end| it.start > end.0));
            let (invariant, text) = match (is_restarted, of.effect) {
                (true, _) => (
                    "I10",
                    "the response is older than an invalidation before the restart",
                ),
                (false, Effect::Soft) => (
                    "I1",
                    "the response is sent as fresh after a soft invalidation",
                ),
                (false, _) => (
                    "I1",
                    "the response is older than an acknowledged invalidation",
                ),
            };
            found.push(Violation::new(invariant, text, &operations));
        }
    }
    check_grace(view, found);
}

/// Returns `true` if an invalidation forbids the response to a read of an earlier version.
fn is_broken(view: &View<'_>, write: &Write, read: &Read) -> bool {
    let Some(visible) = visible_from(view, write, read) else {
        return false;
    };
    let claims_fresh = matches!(
        read.label(),
        Some(Label::Hit | Label::Loaded | Label::Unconfirmed)
    );
    match write.effect {
        Effect::Hard => read.start > visible,
        Effect::Soft => claims_fresh && read.start > visible,
        Effect::SoftThenHard => {
            claims_fresh && read.start > visible || read.start > visible + SOON + TOLERANCE
        }
    }
}

/// Returns the time from which on the instance of a read knows an invalidation.
fn visible_from(view: &View<'_>, write: &Write, read: &Read) -> Option<Time> {
    let (end, outcome) = write.end?;
    let is_applied = matches!(outcome, Outcome::Acknowledged | Outcome::Local);
    if write.life == read.life && is_applied {
        return Some(end);
    }
    let accepted = match outcome {
        Outcome::Acknowledged => end,
        // It was replayed, unless the process was killed before.
        Outcome::Local if has_survived(view, write) => view
            .history
            .settled
            .filter(|settled| end + SETTLING < *settled)?,
        Outcome::Local | Outcome::Unknown => return None,
    };
    let instance = read.life.instance;
    let is_confirmed = match read.label()? {
        Label::Hit | Label::Loaded | Label::Run => true,
        // Such a response does not say if it could be confirmed.
        Label::Stale => {
            let time = (end, read.end);
            !view.is_disturbed(instance, time) && view.has_no_failures(read.life, time)
        }
        Label::Unconfirmed | Label::RunAlone => false,
    };
    let trust = if instance == STRONG {
        Duration::ZERO
    } else {
        TRUST
    };
    is_confirmed.then_some(accepted + trust)
}

fn has_survived(view: &View<'_>, write: &Write) -> bool {
    let mut lives = view.history.lives.iter();
    lives.any(|it| it.life == write.life && it.end.is_none())
}

/// Finds entries that an instance sends again and again without a confirmation, long after an invalidation.
fn check_grace(view: &View<'_>, found: &mut Vec<Violation>) {
    let mut by_entry: HashMap<(Life, usize), Vec<(usize, &Read)>> = HashMap::new();
    for (index, read, run, _) in view.reads_of_runs() {
        if read.label() == Some(Label::Unconfirmed) {
            let reads = by_entry.entry((read.life, run)).or_default();
            reads.push((index, read));
        }
    }
    for ((_, run), reads) in by_entry {
        let of_run = &view.history.runs[run];
        let acknowledged =
            view.writes_after(of_run.key, of_run.version)
                .filter_map(|(index, write)| match write.end {
                    Some((end, Outcome::Acknowledged)) if write.effect == Effect::Hard => {
                        Some((end, index))
                    }
                    _ => None,
                });
        let Some((end, write)) = acknowledged.min() else {
            continue;
        };
        let overdue = end + PARTITION_GRACE + TRUST;
        // The first of these reads starts the background revalidation.
        let late = reads.iter().filter(|(_, read)| read.start > overdue);
        let Some((trigger, first)) = late.clone().min_by_key(|(_, read)| read.end) else {
            continue;
        };
        if let Some((index, _)) = late
            .filter(|(_, read)| read.start > first.end + REVALIDATION)
            .min_by_key(|(_, read)| read.end)
        {
            let text = ENDLESS_GRACE;
            let operations = [
                Operation::Run(run),
                Operation::Write(write),
                Operation::Read(*trigger),
                Operation::Read(*index),
            ];
            found.push(Violation::new("I1", text, &operations));
        }
    }
}
