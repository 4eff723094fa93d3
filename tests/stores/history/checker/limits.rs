//! I5: the memory stays below its limit. I7: faults of the second tier cause neither errors nor long waits.

use super::{Operation, Violation, view::View};
use crate::{
    history::{Label, Read, Reply, RunKind, Time},
    workload::{MAX_BYTES, RUN_TIMEOUT},
};
use std::time::Duration;

/// Ten times the budget of an operation on the second tier.
const BOUND: Duration = Duration::from_millis(500);

pub fn check(view: &View<'_>, found: &mut Vec<Violation>) {
    for (index, meter) in view.history.meters.iter().enumerate() {
        if meter.bytes > MAX_BYTES as u64 {
            let text = "the memory is above its limit";
            found.push(Violation::new("I5", text, &[Operation::Meter(index)]));
        }
    }
    for (index, read) in view.history.reads.iter().enumerate() {
        let text = if is_stalled(view, read) {
            continue;
        } else if is_unexpected_error(view, read) {
            "an error that no handler caused"
        } else if is_late(view, read) {
            "a stored response was sent late"
        } else {
            continue;
        };
        found.push(Violation::new("I7", text, &[Operation::Read(index)]));
    }
}

/// Returns `true` if the process was frozen or killed meanwhile, or so shortly before that a run took too long.
fn is_stalled(view: &View<'_>, read: &Read) -> bool {
    let from = read.start.saturating_sub(2 * RUN_TIMEOUT);
    view.is_stalled(read.life.instance, (from, read.end))
}

fn is_unexpected_error(view: &View<'_>, read: &Read) -> bool {
    match &read.reply {
        Reply::Response { status, .. } if *status >= 500 => {
            let run = read.body().and_then(|it| view.history.runs.get(it.run));
            run.is_none_or(|run| run.kind != RunKind::Failure)
        }
        Reply::Response { .. } => false,
        // However soon.
        Reply::None(_) => true,
    }
}

fn is_late(view: &View<'_>, read: &Read) -> bool {
    let is_stored = matches!(
        read.label(),
        Some(Label::Hit | Label::Unconfirmed | Label::Stale)
    );
    let took = |from: Time| read.end.saturating_sub(from);
    if !is_stored || took(read.start) <= BOUND {
        return false;
    }
    // A request may wait for the end of a run of its process, also if it gets the response of another run afterwards.
    let own = read.body().map(|it| it.run);
    let runs = view.history.runs.iter().enumerate();
    let runs = runs.filter(|(index, run)| {
        run.key == read.key && (run.life == read.life || Some(*index) == own)
    });
    let ends = runs.filter_map(|(_, run)| run.end);
    let latest = ends
        .filter(|end| (read.start..=read.end).contains(end))
        .max();
    let from = latest.unwrap_or(read.start);
    let paused = view.paused(read.life, (from, read.end));
    paused.is_some_and(|paused| took(from) > BOUND + paused)
}
