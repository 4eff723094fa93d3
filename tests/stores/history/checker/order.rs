//! I4: a client that requests a key from one process again and again does not go back to an earlier version.
//!
//! An entry that was evicted is loaded from Redis, where its record is missing if it could not be stored. So the check is silent while
//! something is disturbed, about responses that were not stored, and about keys some of whose responses must not be stored.

use super::{Operation, Violation, view::View};
use crate::history::Life;
use std::collections::HashMap;

pub fn check(view: &View<'_>, found: &mut Vec<Violation>) {
    let mut by_place: HashMap<(Life, usize), Vec<(usize, usize)>> = HashMap::new();
    // In the order of their ends.
    for (index, read, run, _) in view.reads_of_runs() {
        if !view.keys[read.key].is_flaky {
            by_place
                .entry((read.life, read.key))
                .or_default()
                .push((index, run));
        }
    }
    for by_end in by_place.into_values() {
        let mut by_start = by_end.clone();
        by_start.sort_unstable_by_key(|(read, _)| view.history.reads[*read].start);
        let mut ended = by_end.into_iter().peekable();
        let mut newest: Option<(u64, (usize, usize))> = None;
        for (read, run) in by_start {
            let start = view.history.reads[read].start;
            while let Some(before) = ended.next_if(|(it, _)| view.history.reads[*it].end < start) {
                let version = view.history.runs[before.1].version;
                let is_stored = view.history.reads[before.0].is_stored();
                if is_stored && newest.is_none_or(|(it, _)| version >= it) {
                    newest = Some((version, before));
                }
            }
            if let Some((version, before)) = newest
                && view.history.runs[run].version < version
                && is_available(view, before.1, read)
            {
                let text = "an earlier version was sent after a later one";
                let operations = [
                    Operation::Run(run),
                    Operation::Run(before.1),
                    Operation::Read(before.0),
                    Operation::Read(read),
                ];
                found.push(Violation::new("I4", text, &operations));
            }
        }
    }
}

/// Returns `true` if the later read could get what a run has generated, from memory or from Redis.
fn is_available(view: &View<'_>, run: usize, read: usize) -> bool {
    let read = &view.history.reads[read];
    let time = (view.history.runs[run].start, read.end);
    !view.is_disturbed(read.life.instance, time) && view.has_no_failures(read.life, time)
}
