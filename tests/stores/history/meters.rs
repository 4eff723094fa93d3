//! The metrics of the cache that the checker needs, and the time in which the process did not run.

use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, Histogram, Key, KeyName, Metadata, Recorder, SharedString,
    Unit,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// The bytes in memory, the number of operations on the second tier that have failed, and the time in microseconds in which the process
/// did not run, though it should have.
#[derive(Clone, Debug, Default)]
pub struct Meters {
    bytes: Arc<Bytes>,
    failures: Arc<Failures>,
    paused: Arc<AtomicU64>,
}

/// The time between two looks at the clock.
const TICK: Duration = Duration::from_millis(10);

#[derive(Debug, Default)]
struct Bytes(AtomicU64);

#[derive(Debug, Default)]
struct Failures(AtomicU64);

impl Meters {
    /// Installs them for this process.
    pub fn install() -> Self {
        let meters = Self::default();
        metrics::set_global_recorder(meters.clone()).expect("the only recorder");
        let paused = Arc::clone(&meters.paused);
        // Not a task: one that blocks the others would be an error of the cache, not of the machine.
        thread::spawn(move || {
            loop {
                let start = Instant::now();
                thread::sleep(TICK);
                let time = start.elapsed();
                if time > 3 * TICK {
                    let time = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
                    paused.fetch_add(time, Ordering::Relaxed);
                }
            }
        });
        meters
    }

    pub fn paused(&self) -> u64 {
        self.paused.load(Ordering::Relaxed)
    }

    pub fn bytes(&self) -> u64 {
        self.bytes.0.load(Ordering::Relaxed)
    }

    pub fn failures(&self) -> u64 {
        self.failures.0.load(Ordering::Relaxed)
    }
}

impl GaugeFn for Bytes {
    fn increment(&self, _: f64) {}

    fn decrement(&self, _: f64) {}

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number of bytes"
    )]
    fn set(&self, value: f64) {
        self.0.store(value as u64, Ordering::Relaxed);
    }
}

impl CounterFn for Failures {
    fn increment(&self, by: u64) {
        self.0.fetch_add(by, Ordering::Relaxed);
    }

    fn absolute(&self, _: u64) {}
}

impl Recorder for Meters {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        let is_failure =
            key.name() == "rcache_l2" && key.labels().any(|label| label.value() == "unavailable");
        if is_failure {
            Counter::from_arc(Arc::clone(&self.failures))
        } else {
            Counter::noop()
        }
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        if key.name() == "rcache_l1_bytes" {
            Gauge::from_arc(Arc::clone(&self.bytes))
        } else {
            Gauge::noop()
        }
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}
