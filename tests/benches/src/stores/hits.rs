//! A hit in memory in front of each tier, and a hit in Redis.

use super::{
    applications::{BY_HAND_DEPENDENCIES, write_by_hand},
    instances::Application,
    redis::Redis,
};
use crate::{
    Result,
    count::Counter,
    http::Running,
    load::{Connection, send_often},
    project::Dependencies,
    report::Report,
    requests::per_request_of,
    table::{Table, amount, median},
    work::{Work, finish},
};
use std::{fmt::Write as _, fs, path::Path, process::Command, thread, time::Duration};

/// The number of paths whose hits in memory are counted.
const PATHS: usize = 16;

/// The runs of which the least count is taken: the first hit in each second of the age of an entry costs more.
const RUNS: usize = 3;

/// The number of keys in Redis. A process gets one request for each.
const KEYS: usize = 8_000;

/// The number of processes of each application. They take turns.
const ROUNDS: usize = 7;

/// The timeout in seconds, so that none of the operations is abandoned on a busy machine.
const TIMEOUT: &[(&str, &str)] = &[("REDIS_TIMEOUT", "10")];

/// Prints the table of hits in memory.
pub(super) fn in_memory(
    report: &mut Report,
    work: &Work,
    program: &Path,
    redis: &Redis,
) -> Result<()> {
    let counter = Counter::for_requests()?;
    let folder = work.scratch().join("stores");
    fs::create_dir_all(&folder)?;
    let file = folder.join("cache.redb").display().to_string();
    let url = redis.url();
    // The threads of valgrind take turns: that of the tier must get its turn.
    let fair = ("VALGRIND_OPTS", "--fair-sched=yes");
    let redis = [("REDIS", &*url), TIMEOUT[0], fair];
    let file = [("STORE", &*file), fair];
    let tiers: [(&str, &[_]); 3] = [
        ("memory alone", &[fair]),
        ("memory in front of a file", &file),
        ("memory in front of Redis", &redis),
    ];
    let mut table = Table::new(["a hit in memory", "instructions", "more than memory alone"]);
    let mut base = None;
    for (title, environment) in tiers {
        eprintln!("{title}");
        let cost = per_request_of(work, counter, RUNS, |count| {
            let mut command = Command::new(program);
            command.args(["hits", &count.to_string(), "GET"]);
            command.args((0..PATHS).map(|n| format!("/item/{n}")));
            command.envs(environment.iter().copied());
            command
        })?;
        let base = *base.get_or_insert(cost);
        let more = (cost - base) / base * 100.0;
        table.push(vec![
            title.to_owned(),
            amount(Some(cost), counter),
            format!("{more:.1} %"),
        ]);
    }
    fs::remove_dir_all(&folder)?;
    writeln!(report, "## A hit in memory\n")?;
    writeln!(
        report,
        "Figures are {} of `service()`, release profile, with the clock of the system: the least of {RUNS} runs. Only the thread of the requests is counted, \
         not that which reads the log of Redis or writes the file.\n",
        counter.unit()
    )?;
    writeln!(report, "{table}")?;
    Ok(())
}

/// Prints the table of hits in Redis.
#[expect(clippy::cast_precision_loss, reason = "the counts are small")]
pub(super) fn in_redis(
    report: &mut Report,
    work: &Work,
    files: &Application,
    redis: &Redis,
) -> Result<()> {
    let dependencies = Dependencies::from(BY_HAND_DEPENDENCIES);
    let program = work.program("stores_by_hand", dependencies, write_by_hand)?;
    redis.flush()?;
    let paths: Vec<String> = (0..KEYS).map(|n| format!("/item/{n}")).collect();
    fill(files, redis, &paths)?;
    let mut fill_by_hand = Command::new(&program);
    fill_by_hand.args(["fill", &KEYS.to_string()]);
    finish(fill_by_hand.env("REDIS", redis.url()))?;
    let serve = vec!["-".into(), "serve".into()];
    let by_hand = Application::new("by hand, `redis`, axum", program, serve);
    let applications = [&by_hand, files];
    let mut times = [Vec::new(), Vec::new()];
    let mut scripts = [0; 2];
    for round in 0..ROUNDS {
        eprintln!("hits in Redis, round {round}");
        for (index, application) in applications.into_iter().enumerate() {
            let server = application.start_with(redis, None, TIMEOUT)?;
            // A process connects before its first request, or with it.
            verify(&server, "/item/0")?;
            let (before, scripts_before) = (server.processor_time()?, redis.scripts()?);
            send_often(server.port, &paths, KEYS)?;
            let time = server.processor_time()? - before;
            times[index].push(time / KEYS as f64 * 1e6);
            scripts[index] = redis.scripts()? - scripts_before;
        }
    }
    let medians = times.map(|times| median(times).unwrap_or_default());
    let mut table = Table::new([
        "a hit in Redis",
        "processor time of a request",
        "scripts of a request",
        "/ by hand",
    ]);
    for (index, application) in applications.into_iter().enumerate() {
        table.push(vec![
            application.title.clone(),
            format!("{:.1} µs", medians[index]),
            format!("{:.2}", scripts[index] as f64 / KEYS as f64),
            format!("{:.2}", medians[index] / medians[0]),
        ]);
    }
    writeln!(report, "## A hit in Redis\n")?;
    writeln!(
        report,
        "A process whose memory is empty gets one request for each of {KEYS} keys, over eight connections. By hand, an axum handler \
         runs the same two scripts through a multiplexed connection of the crate `redis`, with keys of the same length and records \
         of the same bytes, compares epochs and versions, and sends the body of 1 KB with the same headers; it neither verifies the \
         record nor stores it in memory. Median of {ROUNDS} processes, user and system, all threads.\n"
    )?;
    writeln!(report, "{table}")?;
    Ok(())
}

/// Stores the responses to all paths in Redis.
fn fill(files: &Application, redis: &Redis, paths: &[String]) -> Result<()> {
    let server = files.start_with(redis, None, TIMEOUT)?;
    verify(&server, "/item/0")?;
    send_often(server.port, paths, paths.len())?;
    // Records are stored after their responses were sent. The other keys are those of the tags.
    while redis.keys()? < paths.len() + 2 {
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_millis(500));
    Ok(())
}

/// Returns an error unless it responds with the item.
fn verify(server: &Running, path: &str) -> Result<()> {
    let mut connection = Connection::open(server.port)?;
    let (response, status) = connection.ask_cache(path)?;
    if response.status == "200" && response.body.len() == 1000 {
        return Ok(());
    }
    let body = String::from_utf8_lossy(&response.body);
    Err(format!("a response {} {status}: {body}", response.status).into())
}
