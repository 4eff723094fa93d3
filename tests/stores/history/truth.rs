//! The source of all responses: a version for each key, served to the handlers of the instances.

use crate::{
    history::{Life, Meter, Recorder, Run, RunKind, Time},
    workload::Key,
};
use axum::{
    Router,
    extract::{Query, State},
    http::StatusCode,
    routing::get,
};
use serde::Deserialize;
use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{net::TcpListener, sync::broadcast};

/// The versions of all keys. A run that starts after a version was set reads that or a later one.
#[derive(Clone)]
pub struct Truth(Arc<Inner>);

struct Inner {
    recorder: Recorder,
    keys: HashMap<String, usize>,
    flaky: Vec<bool>,
    versions: Mutex<Vec<u64>>,
    random: Mutex<fastrand::Rng>,
    /// The time of every run, instead of a random one.
    held: Mutex<Option<Duration>>,
    ended: broadcast::Sender<(usize, Life)>,
}

/// A text such as `0.2`.
fn parse_life(text: &str) -> Option<Life> {
    let (instance, number) = text.split_once('.')?;
    Some(Life {
        instance: instance.parse().ok()?,
        number: number.parse().ok()?,
    })
}

#[derive(Deserialize)]
struct RunQuery {
    key: String,
    life: String,
    failures: u64,
}

#[derive(Deserialize)]
struct EndQuery {
    run: usize,
}

#[derive(Deserialize)]
struct MeterQuery {
    life: String,
    bytes: u64,
    failures: u64,
    paused: u64,
}

impl Truth {
    pub fn new(keys: &[Key], recorder: Recorder, random: fastrand::Rng) -> Self {
        let names = keys.iter().enumerate();
        Self(Arc::new(Inner {
            recorder,
            keys: names
                .map(|(index, key)| (key.name.clone(), index))
                .collect(),
            flaky: keys.iter().map(|key| key.is_flaky).collect(),
            versions: Mutex::new(vec![0; keys.len()]),
            random: Mutex::new(random),
            held: Mutex::default(),
            ended: broadcast::Sender::new(16),
        }))
    }

    /// Returns the keys and processes of runs that are about to end.
    pub fn ended(&self) -> broadcast::Receiver<(usize, Life)> {
        self.0.ended.subscribe()
    }

    /// Sets new versions of these keys.
    pub fn advance(&self, keys: &[usize]) -> Vec<(usize, u64)> {
        let mut versions = self.0.versions.lock().expect("no panic");
        let advanced = keys.iter().map(|key| {
            versions[*key] += 1;
            (*key, versions[*key])
        });
        advanced.collect()
    }

    /// Lets every run take that time.
    pub fn hold(&self, time: Duration) {
        *self.0.held.lock().expect("no panic") = Some(time);
    }

    /// Serves the versions. Returns the address.
    pub async fn serve(self) -> SocketAddr {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new()
            .route("/run", get(start_run))
            .route("/end", get(end_run))
            .route("/meter", get(meter))
            .with_state(self);
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }

    /// Chooses the time and the end of a run.
    fn choose(&self, key: usize) -> (Duration, RunKind) {
        let mut random = self.0.random.lock().expect("no panic");
        let millis = match random.u8(0..10) {
            0..5 => random.u64(0..10),
            5..8 => random.u64(10..100),
            8 => random.u64(100..500),
            _ => random.u64(500..1_500),
        };
        let kind = match random.u8(0..6) {
            0 if self.0.flaky[key] => RunKind::Failure,
            1 if self.0.flaky[key] => RunKind::Cookie,
            2 if self.0.flaky[key] => RunKind::Private,
            _ => RunKind::Storable,
        };
        let held = *self.0.held.lock().expect("no panic");
        (held.unwrap_or(Duration::from_millis(millis)), kind)
    }
}

/// Responds with the number of the run, the version, the time that the run has to take in milliseconds, and its end.
async fn start_run(
    State(truth): State<Truth>,
    Query(query): Query<RunQuery>,
) -> Result<String, StatusCode> {
    let (Some(key), Some(life)) = (truth.0.keys.get(&query.key), parse_life(&query.life)) else {
        return Err(StatusCode::NOT_FOUND);
    };
    let (time, kind) = truth.choose(*key);
    let mut history = truth.0.recorder.history();
    let version = truth.0.versions.lock().expect("no panic")[*key];
    let run = history.runs.len();
    history.runs.push(Run {
        key: *key,
        life,
        start: truth.0.recorder.now(),
        end: None,
        version,
        kind,
        failures: query.failures,
    });
    Ok(format!("{run} {version} {} {kind:?}", time.as_millis()))
}

async fn end_run(State(truth): State<Truth>, Query(query): Query<EndQuery>) {
    let end: Time = truth.0.recorder.now();
    if let Some(run) = truth.0.recorder.history().runs.get_mut(query.run) {
        run.end = Some(end);
        // There may be no receiver.
        let _ = truth.0.ended.send((run.key, run.life));
    }
}

async fn meter(State(truth): State<Truth>, Query(query): Query<MeterQuery>) {
    if let Some(life) = parse_life(&query.life) {
        let (bytes, failures) = (query.bytes, query.failures);
        let paused = Time::from_micros(query.paused);
        let at = truth.0.recorder.now();
        let meter = Meter {
            life,
            at,
            bytes,
            failures,
            paused,
        };
        truth.0.recorder.history().meters.push(meter);
    }
}
