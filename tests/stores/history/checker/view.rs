//! A history with the indices that several checks need.

use super::spans::Spans;
use crate::{
    history::{History, Life, Meter, Outcome, Read, Run, RunKind, Target, Time, Write},
    workload::{INSTANCES, Key},
};
use std::{collections::HashMap, time::Duration};

/// The time after a disturbance in which processes connect again, and replay what they have queued.
pub const SETTLING: Duration = Duration::from_secs(5);

pub struct View<'h> {
    pub history: &'h History,
    pub keys: &'h [Key],
    /// The indices of the writes of each key with its versions, in ascending order.
    writes: Vec<Vec<(u64, usize)>>,
    /// The index of the read that was the first to get the body of each run.
    first_reads: Vec<Option<usize>>,
    meters: HashMap<Life, Vec<Meter>>,
    /// The disturbances of each instance.
    disturbances: [Spans; INSTANCES],
    /// Those of its process alone.
    stalls: [Spans; INSTANCES],
    /// For each key, the times in which the effects of writes reach all instances.
    effects: Vec<Spans>,
}

impl<'h> View<'h> {
    pub fn new(history: &'h History, keys: &'h [Key]) -> Self {
        let mut writes = vec![Vec::new(); keys.len()];
        for (index, write) in history.writes.iter().enumerate() {
            for (key, version) in &write.versions {
                writes[*key].push((*version, index));
            }
        }
        for of_key in &mut writes {
            of_key.sort_unstable();
        }
        let mut first_reads: Vec<Option<usize>> = vec![None; history.runs.len()];
        for (index, read) in history.reads.iter().enumerate() {
            if let Some(first) = read.body().and_then(|it| first_reads.get_mut(it.run)) {
                let earlier = first.filter(|it| history.reads[*it].end <= read.end);
                *first = earlier.or(Some(index));
            }
        }
        let mut meters: HashMap<Life, Vec<Meter>> = HashMap::new();
        for meter in &history.meters {
            meters.entry(meter.life).or_default().push(*meter);
        }
        let all: Spans = spans_of(history, |_| true).collect();
        let effects = writes.iter().map(|of_key| {
            let writes = of_key.iter().map(|(_, index)| &history.writes[*index]);
            writes
                .map(|write| effect_of(history, &all, write))
                .collect()
        });
        let of_instances = std::array::from_fn(|instance| instance);
        Self {
            history,
            keys,
            effects: effects.collect(),
            disturbances: of_instances
                .map(|instance| spans_of(history, |it| it.concerns(instance)).collect()),
            stalls: of_instances
                .map(|instance| spans_of(history, |it| it == Target::Instance(instance)).collect()),
            writes,
            first_reads,
            meters,
        }
    }

    /// The reads that got the body of a run that has not failed, with the index of the read and of the run. The error of a run is for all
    /// who wait for it.
    pub fn reads_of_runs(&self) -> impl Iterator<Item = (usize, &'h Read, usize, &'h Run)> {
        let reads = self.history.reads.iter().enumerate();
        reads.filter_map(|(index, read)| {
            let run = read.body()?.run;
            let of_run = self.history.runs.get(run)?;
            (of_run.kind != RunKind::Failure).then_some((index, read, run, of_run))
        })
    }

    /// The read that was the first to get the body of a run.
    pub fn first_read(&self, run: usize) -> Option<&'h Read> {
        self.first_reads[run].map(|index| &self.history.reads[index])
    }

    /// The writes of later versions of a key, with their indices.
    pub fn writes_after(
        &self,
        key: usize,
        version: u64,
    ) -> impl DoubleEndedIterator<Item = (usize, &'h Write)> + Clone {
        let of_key = &self.writes[key];
        let later = of_key.partition_point(|(it, _)| *it <= version);
        let later = of_key[later..].iter();
        later.map(|(_, index)| (*index, &self.history.writes[*index]))
    }

    /// Returns `true` if a disturbance of an instance, or its aftermath, falls into a time.
    pub fn is_disturbed(&self, instance: usize, (from, to): (Time, Time)) -> bool {
        self.disturbances[instance].overlap((from.saturating_sub(SETTLING), to))
    }

    /// Returns `true` if the process of an instance was frozen, killed or started in a time.
    pub fn is_stalled(&self, instance: usize, time: (Time, Time)) -> bool {
        self.stalls[instance].overlap(time)
    }

    /// Returns `true` if the effect of a write of a key reaches the instances in a time.
    pub fn is_invalidated(&self, key: usize, time: (Time, Time)) -> bool {
        self.effects[key].overlap(time)
    }

    fn meters(&self, life: Life) -> &[Meter] {
        self.meters.get(&life).map_or(&[], Vec::as_slice)
    }

    /// The number of failed operations that a process reported last, at this time.
    pub fn failures_before(&self, life: Life, at: Time) -> Option<u64> {
        let meters = self.meters(life);
        let later = meters.partition_point(|meter| meter.at <= at);
        Some(meters[later.checked_sub(1)?].failures)
    }

    /// Returns `true` if no operation of a process on the second tier failed in a time.
    pub fn has_no_failures(&self, life: Life, (from, to): (Time, Time)) -> bool {
        let meters = self.meters(life);
        let after = meters.partition_point(|meter| meter.at < to);
        let (before, after) = (self.failures_before(life, from), meters.get(after));
        before.is_some_and(|before| after.is_some_and(|after| after.failures == before))
    }

    /// The time in which this process, or that of an instance, did not run, though it should have. An instance reports a sum, so it may
    /// have been some time before. `None` if it has not reported yet.
    pub fn paused(&self, life: Life, time: (Time, Time)) -> Option<Duration> {
        let meters = self.meters(life);
        let first = meters.partition_point(|meter| meter.at <= time.0);
        let before = first
            .checked_sub(1)
            .map_or(Time::ZERO, |it| meters[it].paused);
        let after = meters.get(meters.partition_point(|meter| meter.at < time.1))?;
        Some(self.paused_here(time) + after.paused.saturating_sub(before))
    }

    fn paused_here(&self, (from, to): (Time, Time)) -> Duration {
        let pauses = &self.history.pauses;
        let first = pauses.partition_point(|(_, end)| *end < from);
        let pauses = pauses[first..].iter().take_while(|(start, _)| *start < to);
        let within = pauses.map(|(start, end)| to.min(*end).saturating_sub(from.max(*start)));
        within.sum()
    }
}

/// The times of the disturbances of some targets.
fn spans_of(
    history: &History,
    is_of: impl Fn(Target) -> bool,
) -> impl Iterator<Item = (Time, Time)> {
    let disturbances = history.disturbances.iter();
    let disturbances = disturbances.filter(move |it| is_of(it.target));
    disturbances.map(|it| (it.start, it.end.unwrap_or(Time::MAX)))
}

/// Returns the time by which a process has replayed what it queued before: a later call is acknowledged only then. On a busy machine that
/// may take long without a disturbance.
fn replayed(history: &History, life: Life, queued: Time) -> Time {
    let later = history.writes.iter().filter(|it| it.life == life);
    let acknowledged = later.filter_map(|it| match it.end {
        Some((end, Outcome::Acknowledged)) if it.start >= queued => Some(end),
        _ => None,
    });
    acknowledged.min().unwrap_or(Time::MAX)
}

/// Returns the time in which the effect of a write reaches all instances. It is replayed after the disturbances if it was queued.
fn effect_of(history: &History, disturbances: &Spans, write: &Write) -> (Time, Time) {
    let end = match write.end {
        Some((end, Outcome::Acknowledged)) => end,
        Some((end, Outcome::Local | Outcome::Unknown)) => replayed(history, write.life, end),
        None => Time::MAX,
    };
    let over = disturbances.latest_end_of_those_before(end);
    let end = over.map_or(end, |over| over.max(end));
    (write.start, end.saturating_add(SETTLING))
}
