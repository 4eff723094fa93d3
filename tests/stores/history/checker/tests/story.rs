//! A short way to write histories. Times are in milliseconds.

use crate::{
    checker::{Operation, Violation, check},
    history::{
        BodyOfRun, Content, Disturbance, History, Label, Life, Living, Meter, Outcome, Read, Reply,
        Run, RunKind, Target, Time, Write,
    },
    workload::{Effect, Key, keys},
};

/// An instance that confirms nothing immediately, another one, and the strong one.
pub(super) const A: usize = 0;
pub(super) const B: usize = 1;
pub(super) const STRONG: usize = 2;

/// The index of a key.
pub(super) fn key(name: &str) -> usize {
    keys().iter().position(|key| key.name == name).unwrap()
}

fn time(millis: u64) -> Time {
    Time::from_millis(millis)
}

/// A history that grows. All operations are of one key, until another one is chosen.
pub(super) struct Story {
    history: History,
    keys: Vec<Key>,
    key: usize,
}

impl Story {
    /// Starts with one process of each instance.
    pub(super) fn of(name: &str) -> Self {
        let lives = [A, B, STRONG].map(|instance| Living {
            life: Life {
                instance,
                number: 0,
            },
            start: Time::ZERO,
            end: None,
        });
        let history = History {
            lives: lives.to_vec(),
            ..History::default()
        };
        Self {
            history,
            keys: keys(),
            key: key(name),
        }
    }

    pub(super) fn turn_to(&mut self, name: &str) -> &mut Self {
        self.key = key(name);
        self
    }

    /// The current process of an instance.
    fn life(&self, instance: usize) -> Life {
        let lives = self.history.lives.iter().rev();
        let mut lives = lives.filter(|it| it.life.instance == instance);
        lives.next().unwrap().life
    }

    /// Kills the process of an instance, and starts another one.
    pub(super) fn restart(&mut self, instance: usize, at: u64) -> &mut Self {
        let life = self.life(instance);
        for living in &mut self.history.lives {
            if living.life == life {
                living.end = Some(time(at));
            }
        }
        let number = life.number + 1;
        self.history.lives.push(Living {
            life: Life { instance, number },
            start: time(at),
            end: None,
        });
        self
    }

    /// A run of a handler.
    pub(super) fn run(&mut self, by: usize, (start, end): (u64, u64), version: u64) -> &mut Self {
        self.run_of_kind(by, (start, end), version, RunKind::Storable)
    }

    pub(super) fn run_of_kind(
        &mut self,
        by: usize,
        (start, end): (u64, u64),
        version: u64,
        kind: RunKind,
    ) -> &mut Self {
        self.history.runs.push(Run {
            key: self.key,
            life: self.life(by),
            start: time(start),
            end: Some(time(end)),
            version,
            kind,
            failures: 0,
        });
        self
    }

    /// A read that gets the body of a run.
    pub(super) fn read(
        &mut self,
        on: usize,
        time: (u64, u64),
        run: usize,
        label: Label,
    ) -> &mut Self {
        let body = BodyOfRun {
            run,
            key: Some(self.key),
            version: self.history.runs[run].version,
        };
        self.reply(
            on,
            time,
            Reply::Response {
                status: 200,
                label: Some(label),
                age: None,
                content: Content::OfRun(body),
            },
        )
    }

    /// A read with another end.
    pub(super) fn reply(&mut self, on: usize, (start, end): (u64, u64), reply: Reply) -> &mut Self {
        self.history.reads.push(Read {
            key: self.key,
            life: self.life(on),
            start: time(start),
            end: time(end),
            reply,
        });
        self
    }

    /// An invalidation after a version was set.
    pub(super) fn write(
        &mut self,
        by: usize,
        (start, end): (u64, u64),
        version: u64,
        effect: Effect,
        outcome: Outcome,
    ) -> &mut Self {
        self.history.writes.push(Write {
            life: self.life(by),
            call: "call".to_owned(),
            effect,
            versions: vec![(self.key, version)],
            start: time(start),
            end: Some((time(end), outcome)),
        });
        self
    }

    /// A hard invalidation that is acknowledged.
    pub(super) fn invalidate(&mut self, by: usize, time: (u64, u64), version: u64) -> &mut Self {
        self.write(by, time, version, Effect::Hard, Outcome::Acknowledged)
    }

    pub(super) fn disturb(&mut self, target: Target, (start, end): (u64, u64)) -> &mut Self {
        self.history.disturbances.push(Disturbance {
            target,
            text: "is disturbed",
            start: time(start),
            end: Some(time(end)),
        });
        self
    }

    /// Reports of all processes at this time.
    pub(super) fn meters(&mut self, at: u64, bytes: u64, failures: u64) -> &mut Self {
        self.all_meters(at, bytes, failures, 0)
    }

    /// The time so far in which no instance ran.
    pub(super) fn paused(&mut self, at: u64, paused: u64) -> &mut Self {
        self.all_meters(at, 0, 0, paused)
    }

    fn all_meters(&mut self, at: u64, bytes: u64, failures: u64, paused: u64) -> &mut Self {
        for instance in [A, B, STRONG] {
            let life = self.life(instance);
            self.history.meters.push(Meter {
                life,
                at: time(at),
                bytes,
                failures,
                paused: time(paused),
            });
        }
        self
    }

    pub(super) fn settle(&mut self, at: u64) -> &mut Self {
        self.history.settled = Some(time(at));
        self
    }

    fn check(&self) -> Option<Violation> {
        let mut history = self.history.clone();
        history.reads.sort_by_key(|read| read.end);
        check(&history, &self.keys)
    }

    #[track_caller]
    pub(super) fn is_valid(&self) {
        assert_eq!(self.check(), None);
    }

    #[track_caller]
    pub(super) fn violates(&self, invariant: &str) -> Vec<Operation> {
        let violation = self.check().expect("a violation");
        assert_eq!(violation.invariant, invariant, "{violation:?}");
        violation.operations
    }
}
