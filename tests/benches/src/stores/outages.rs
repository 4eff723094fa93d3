//! The time until an invalidation is seen by another process, and requests while Redis does not respond.

use super::{
    data::Data,
    instances::Application,
    races::{in_threads, invalidate},
    redis::Redis,
};
use crate::{
    Result,
    load::Connection,
    report::Report,
    table::{Table, median},
};
use std::{
    fmt::Write as _,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// The number of invalidations whose time is measured.
const INVALIDATIONS: usize = 5_000;

/// The time of each phase.
const PHASE: Duration = Duration::from_secs(3);

/// The connections of a phase, each with one request at a time.
const CONNECTIONS: usize = 8;

/// The number of outages of each kind whose end is measured.
const OUTAGES: usize = 11;

/// The longest wait for a process that recovers.
const PATIENCE: Duration = Duration::from_mins(1);

/// Prints the time until another process sees an invalidation.
pub(super) fn visible(report: &mut Report, files: &Application, redis: &Redis) -> Result<()> {
    eprintln!("invalidations that another process sees");
    redis.flush()?;
    let data = Data::start()?;
    let processes = files.start_two(redis, &data)?;
    let [mut one, mut other] = [
        Connection::open(processes[0].port)?,
        Connection::open(processes[1].port)?,
    ];
    let mut times = Vec::new();
    while times.len() < INVALIDATIONS {
        let old = other.ask("/item/seen")?.body;
        data.change("seen");
        invalidate(&mut one, "seen")?;
        let start = Instant::now();
        while other.ask("/item/seen")?.body == old {}
        times.push(milliseconds(start.elapsed()));
    }
    times.sort_by(f64::total_cmp);
    let at = |part: f64| percentile(&times, part);
    writeln!(
        report,
        "## The time until another process sees an invalidation\n"
    )?;
    writeln!(
        report,
        "From the response to a call on one process to the first response with the new data of the other one, which gets one request \
         after the other: {INVALIDATIONS} calls, one at a time. The new response includes a run of the handler, which reads its data \
         over HTTP.\n"
    )?;
    let mut table = Table::new(["", "median", "99 %", "99.9 %", "longest"]);
    let cells = [0.5, 0.99, 0.999, 1.0].map(|part| format!("{:.1} ms", at(part)));
    table.push([vec!["an invalidation".to_owned()], cells.to_vec()].concat());
    writeln!(report, "{table}")?;
    Ok(())
}

/// The responses of one phase.
#[derive(Debug, Default)]
struct Phase {
    hits: Mutex<Vec<f64>>,
    misses: Mutex<Vec<f64>>,
    errors: AtomicUsize,
}

/// Prints the latency of requests while Redis is frozen or killed, and the time until it is used again.
pub(super) fn outages(report: &mut Report, files: &Application, redis: &mut Redis) -> Result<()> {
    redis.flush()?;
    let server = files.start(redis, None)?;
    let mut table = Table::new([
        "Redis",
        "requests",
        "errors",
        "a hit in memory: median",
        "99 %",
        "longest",
        "another key: median",
        "99 %",
        "longest",
    ]);
    let mut phase = |title: &str| -> Result<()> {
        eprintln!("requests while Redis {title}");
        table.push(Phase::run(server.port, title)?.row(title));
        Ok(())
    };
    recover(server.port)?;
    phase("works")?;
    redis.freeze()?;
    phase("is frozen")?;
    phase("is still frozen")?;
    redis.resume()?;
    let mut recoveries = [vec![recover(server.port)?], Vec::new()];
    redis.kill()?;
    phase("is killed")?;
    redis.restart()?;
    recoveries[1].push(recover(server.port)?);
    phase("has recovered")?;
    for _ in 1..OUTAGES {
        redis.freeze()?;
        thread::sleep(Duration::from_secs(2));
        redis.resume()?;
        recoveries[0].push(recover(server.port)?);
        redis.kill()?;
        thread::sleep(Duration::from_secs(2));
        redis.restart()?;
        recoveries[1].push(recover(server.port)?);
    }
    writeln!(report, "## Requests while Redis does not respond\n")?;
    writeln!(
        report,
        "{CONNECTIONS} connections, each with one request at a time, for {} s from the moment of the fault: half of them for a path in \
         memory, half for paths that were never requested. The handler responds at once. The budget of an operation is 50 ms.\n",
        PHASE.as_secs()
    )?;
    writeln!(report, "{table}")?;
    let mut table = Table::new(["Redis is used again after", "median", "longest"]);
    for (title, times) in ["being frozen", "being killed"].into_iter().zip(recoveries) {
        let longest = times.iter().copied().fold(0.0, f64::max);
        let median = median(times).unwrap_or_default();
        let cells = [median, longest].map(|time| format!("{time:.0} ms"));
        table.push([vec![title.to_owned()], cells.to_vec()].concat());
    }
    writeln!(
        report,
        "From the moment at which it responds again to the first response for a new path that Redis has a lease for, {OUTAGES} outages \
         each.\n"
    )?;
    writeln!(report, "{table}")?;
    Ok(())
}

impl Phase {
    fn run(port: u16, title: &str) -> Result<Self> {
        let phase = Self::default();
        Connection::open(port)?.ask("/item/hot")?;
        let end = Instant::now() + PHASE;
        in_threads(0..CONNECTIONS, |index| {
            let mut connection = Connection::open(port)?;
            let (mut hits, mut misses) = (Vec::new(), Vec::new());
            while Instant::now() < end {
                let name = title.replace(' ', "-");
                let cold = format!("/item/{name}-{index}-{}", misses.len());
                for (path, times) in [("/item/hot", &mut hits), (&*cold, &mut misses)] {
                    let start = Instant::now();
                    let response = connection.ask(path)?;
                    times.push(milliseconds(start.elapsed()));
                    phase
                        .errors
                        .fetch_add(usize::from(response.status != "200"), Ordering::Relaxed);
                }
            }
            for (all, mut times) in [(&phase.hits, hits), (&phase.misses, misses)] {
                let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
                all.append(&mut times);
            }
            Ok(())
        })?;
        Ok(phase)
    }

    fn row(self, title: &str) -> Vec<String> {
        let [hits, misses] = [self.hits, self.misses].map(|times| {
            let mut times = times.into_inner().unwrap_or_else(PoisonError::into_inner);
            times.sort_by(f64::total_cmp);
            times
        });
        let requests = hits.len() + misses.len();
        let mut row = vec![title.to_owned(), requests.to_string()];
        row.push(self.errors.into_inner().to_string());
        for times in [hits, misses] {
            let parts = [0.5, 0.99, 1.0];
            row.extend(parts.map(|part| format!("{:.1} ms", percentile(&times, part))));
        }
        row
    }
}

/// Returns the time in milliseconds until a response for a new path has a lease of Redis.
fn recover(port: u16) -> Result<f64> {
    static PATHS: AtomicUsize = AtomicUsize::new(0);
    let start = Instant::now();
    let mut connection = Connection::open(port)?;
    while start.elapsed() < PATIENCE {
        let path = PATHS.fetch_add(1, Ordering::Relaxed);
        let (_, status) = connection.ask_cache(&format!("/item/again{path}"))?;
        if !status.contains("l2-down") {
            return Ok(milliseconds(start.elapsed()));
        }
        thread::sleep(Duration::from_millis(5));
    }
    Err("Redis is not used again".into())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Returns the value below which this part of the sorted values is.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the counts are small"
)]
fn percentile(sorted: &[f64], part: f64) -> f64 {
    let index = (sorted.len() as f64 * part) as usize;
    let last = sorted.len().saturating_sub(1);
    sorted.get(index.min(last)).copied().unwrap_or_default()
}
