//! The recorded operations. All times are those of the recorder, since the start.

use crate::workload::Effect;
use std::{
    sync::{Arc, Mutex, MutexGuard},
    time::{Duration, Instant},
};

/// The time since the start.
pub type Time = Duration;

/// One process of an instance, from its start until it is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Life {
    pub instance: usize,
    pub number: usize,
}

/// All that was recorded.
#[derive(Clone, Debug, Default)]
pub struct History {
    pub lives: Vec<Living>,
    pub runs: Vec<Run>,
    /// In the order of their ends.
    pub reads: Vec<Read>,
    pub writes: Vec<Write>,
    pub meters: Vec<Meter>,
    pub disturbances: Vec<Disturbance>,
    /// The times in which this process did not run, though it should have.
    pub pauses: Vec<(Time, Time)>,
    /// The time from which on every queued invalidation has been replayed: long after the last disturbance.
    pub settled: Option<Time>,
}

/// The time of a process.
#[derive(Clone, Copy, Debug)]
pub struct Living {
    pub life: Life,
    pub start: Time,
    pub end: Option<Time>,
}

/// The end of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKind {
    Storable,
    /// 503.
    Failure,
    /// With `Set-Cookie`.
    Cookie,
    /// With `Cache-Control: private`.
    Private,
}

/// One run of a handler. The response contains its index.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    pub key: usize,
    pub life: Life,
    /// The time at which it read the version.
    pub start: Time,
    /// The time at which it announced its end.
    pub end: Option<Time>,
    pub version: u64,
    pub kind: RunKind,
    /// The number of operations of the process on the second tier that have failed so far.
    pub failures: u64,
}

/// The meaning of `Cache-Status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Fresh, from memory.
    Hit,
    /// Fresh, from the second tier.
    Loaded,
    /// Fresh, but the second tier has not confirmed it.
    Unconfirmed,
    Stale,
    /// The handler ran, and the second tier could be used.
    Run,
    /// The handler ran without the second tier.
    RunAlone,
}

/// The result of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Response {
        status: u16,
        label: Option<Label>,
        age: Option<u64>,
        content: Content,
    },
    /// The connection failed, or there was no response for a long time.
    None(String),
}

/// The content of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The whole body of one run, with the name of its key and its version.
    OfRun(BodyOfRun),
    /// The page of an error.
    Error,
    /// Another one: parts of several bodies, or a part of one.
    Broken(String),
}

/// The content of the body of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodyOfRun {
    /// The index of the run.
    pub run: usize,
    /// The index of its key; `None` if there is no such key.
    pub key: Option<usize>,
    pub version: u64,
}

/// A `GET`.
#[derive(Clone, Debug)]
pub struct Read {
    pub key: usize,
    pub life: Life,
    pub start: Time,
    pub end: Time,
    pub reply: Reply,
}

impl Read {
    pub fn label(&self) -> Option<Label> {
        match self.reply {
            Reply::Response { label, .. } => label,
            Reply::None(_) => None,
        }
    }

    /// Returns `true` if it got a stored response.
    pub fn is_stored(&self) -> bool {
        matches!(
            self.label(),
            Some(Label::Hit | Label::Loaded | Label::Unconfirmed | Label::Stale)
        )
    }

    /// The body of a run that it got.
    pub fn body(&self) -> Option<BodyOfRun> {
        match self.reply {
            Reply::Response {
                content: Content::OfRun(body),
                ..
            } => Some(body),
            _ => None,
        }
    }
}

/// The result of an invalidation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Acknowledged,
    /// It applies to the process that was called; others may see it later.
    Local,
    /// The call failed: it may have had an effect.
    Unknown,
}

/// A new version of keys, and the call that invalidates them afterwards.
#[derive(Clone, Debug)]
pub struct Write {
    pub life: Life,
    pub call: String,
    pub effect: Effect,
    /// The keys with their new versions.
    pub versions: Vec<(usize, u64)>,
    pub start: Time,
    /// The end of the call; `None` as long as it lasts.
    pub end: Option<(Time, Outcome)>,
}

/// A report of a process about itself.
#[derive(Clone, Copy, Debug)]
pub struct Meter {
    pub life: Life,
    pub at: Time,
    pub bytes: u64,
    pub failures: u64,
    /// The time so far in which it did not run, though it should have.
    pub paused: Duration,
}

/// The target of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Redis,
    /// The process.
    Instance(usize),
    /// The connections of an instance with Redis.
    Link(usize),
    Links,
}

impl Target {
    /// Returns `true` if it concerns an instance.
    pub fn concerns(self, instance: usize) -> bool {
        match self {
            Self::Redis | Self::Links => true,
            Self::Instance(it) | Self::Link(it) => it == instance,
        }
    }
}

/// A fault that the nemesis caused.
#[derive(Clone, Debug)]
pub struct Disturbance {
    pub target: Target,
    pub text: &'static str,
    pub start: Time,
    pub end: Option<Time>,
}

/// Records a history.
#[derive(Clone, Debug)]
pub struct Recorder(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    started: Instant,
    history: Mutex<History>,
}

impl Recorder {
    pub fn start() -> Self {
        Self(Arc::new(Inner {
            started: Instant::now(),
            history: Mutex::default(),
        }))
    }

    pub fn now(&self) -> Time {
        self.0.started.elapsed()
    }

    pub fn history(&self) -> MutexGuard<'_, History> {
        self.0.history.lock().expect("no panic while it is locked")
    }
}
