//! Requests and invalidations that race on two processes.

use super::{data::Data, instances::Application, redis::Redis};
use crate::{
    Result,
    load::{Client as _, Connection},
    report::Report,
    table::Table,
};
use std::{
    fmt::Write as _,
    ops::Range,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

/// The requests of a stampede to each process, and the number of stampedes.
const STAMPEDE: usize = 20;
const STAMPEDES: usize = 10;

const RACES: usize = 1_000;

/// The races at the same time.
const WORKERS: usize = 25;

/// The time of a run while processes race. In a stampede it is a second.
const RUN: Duration = Duration::from_millis(100);

/// The attempts of an invalidation: on a busy machine it may take longer than its budget.
const ATTEMPTS: usize = 100;

/// The time after which an invalidation counts as lost.
const LATE: Duration = Duration::from_secs(1);

/// A kind of race.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Race {
    /// Both processes have sent the response from their cache.
    Cached,
    /// The other process runs the handler, which has read its data.
    Running,
}

/// The responses with old data.
#[derive(Debug, Default)]
struct Old {
    at_once: AtomicUsize,
    late: AtomicUsize,
}

/// Prints the table. `missing` is the reason why an application is not in it.
pub(super) fn run(
    report: &mut Report,
    applications: &[&Application],
    missing: Option<&str>,
    redis: &Redis,
) -> Result<()> {
    let mut table = Table::new([
        "two processes, one Redis",
        "runs in a cold stampede",
        "cached: old at once",
        "cached: lost",
        "running: old at once",
        "running: lost",
    ]);
    for application in applications {
        eprintln!("races of {}", application.title);
        redis.flush()?;
        let data = Data::start()?;
        let running = application.start_two(redis, &data)?;
        let ports = [running[0].port, running[1].port];
        let processes = Processes {
            ports,
            prefix: application.prefix,
            data,
        };
        let mut row = vec![application.title.clone(), processes.stampedes()?];
        processes.data.set_delay(RUN);
        for race in [Race::Cached, Race::Running] {
            let old = race.run(&processes)?;
            row.push(old.at_once.into_inner().to_string());
            row.push(old.late.into_inner().to_string());
        }
        table.push(row);
    }
    writeln!(report, "## Races\n")?;
    writeln!(
        report,
        "Two processes, each with its default options but for those in the title. In a cold stampede each gets {STAMPEDE} requests at the same time for a path \
         that has never been requested, and a run takes a second: the fewest and the most runs of the handler, in both together, of \
         {STAMPEDES} stampedes.\n\n\
         In a race, of which there are {RACES} of each kind, {WORKERS} at the same time, the data of a path changes, then one process \
         invalidates its tag (`update_tag`; `revalidateTag(tag, {{ expire: 0 }})`), and after its response the other process gets a \
         request at once, and another one a second after that response. Counted are responses with the old data; those of the last \
         request are lost invalidations. *cached*: both processes have sent the cached response before. *running*: the path has \
         never been requested before, and the other process runs the handler, which has read the old data and takes {} ms; its \
         response is awaited before the request at once. `@fortedigital/nextjs-cache-handler` stores the tags of pages and of data, and \
         none of route handlers.\n",
        RUN.as_millis()
    )?;
    if let Some(missing) = missing {
        writeln!(report, "Next.js is not in the table: {missing}.\n")?;
    }
    writeln!(report, "{table}")?;
    Ok(())
}

/// Two processes, and their data.
struct Processes {
    ports: [u16; 2],
    prefix: &'static str,
    data: Data,
}

impl Processes {
    /// Returns the fewest and the most runs of a stampede.
    fn stampedes(&self) -> Result<String> {
        let (ports, prefix) = (self.ports, self.prefix);
        self.data.set_delay(Duration::from_secs(1));
        let mut counts = Vec::new();
        for stampede in 0..STAMPEDES {
            let path = format!("cold{stampede}");
            in_threads(0..2 * STAMPEDE, |index| {
                Connection::open(ports[index % 2])?.ask(&format!("{prefix}{path}"))?;
                Ok(())
            })?;
            let mut runs = 0;
            for port in ports {
                let response = Connection::open(port)?.ask(&format!("/runs/{path}"))?;
                runs += str::from_utf8(&response.body)?.parse::<usize>()?;
            }
            counts.push(runs);
        }
        let (fewest, most) = (counts.iter().min(), counts.iter().max());
        let (fewest, most) = (fewest.copied().unwrap_or(0), most.copied().unwrap_or(0));
        Ok(if fewest == most {
            format!("{most}")
        } else {
            format!("{fewest} to {most}")
        })
    }
}

impl Race {
    fn run(self, processes: &Processes) -> Result<Old> {
        let ports = processes.ports;
        let old = Old::default();
        in_threads(0..WORKERS, |worker| {
            let mut connections = [Connection::open(ports[0])?, Connection::open(ports[1])?];
            for race in (worker..RACES).step_by(WORKERS) {
                self.once(race, &mut connections, processes, &old)?;
            }
            Ok(())
        })?;
        Ok(old)
    }

    fn once(
        self,
        race: usize,
        [one, other]: &mut [Connection; 2],
        Processes { data, prefix, .. }: &Processes,
        old: &Old,
    ) -> Result<()> {
        let kind = match self {
            Self::Cached => "cached",
            Self::Running => "running",
        };
        let id = format!("{kind}{race}");
        let path = format!("{prefix}{id}");
        match self {
            Self::Cached => {
                version(one, &path)?;
                // The second one is from the memory of the process, if it has one.
                version(other, &path)?;
                version(other, &path)?;
            }
            Self::Running => {
                other.send(&path)?;
                while data.reads(&id) == 0 {
                    thread::sleep(Duration::from_millis(1));
                }
            }
        }
        let new = data.change(&id);
        invalidate(one, &id)?;
        let invalidated = Instant::now();
        if self == Self::Running {
            other.receive()?;
        }
        if version(other, &path)? < new {
            old.at_once.fetch_add(1, Ordering::Relaxed);
        }
        thread::sleep((invalidated + LATE).saturating_duration_since(Instant::now()));
        if version(other, &path)? < new {
            old.late.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }
}

/// Invalidates an item, until Redis has accepted it.
pub(super) fn invalidate(connection: &mut Connection, id: &str) -> Result<()> {
    for _ in 0..ATTEMPTS {
        if connection.post(&format!("/revalidate/{id}"))?.status == "200" {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(10));
    }
    Err(format!("{id} is not invalidated").into())
}

/// Returns the version in the body of a response: `version 7.`
fn version(connection: &mut Connection, path: &str) -> Result<u64> {
    let response = connection.ask(path)?;
    let body = str::from_utf8(&response.body)?;
    let version = body.split_once("version ").ok_or("no version")?.1;
    Ok(version.split('.').next().unwrap_or_default().parse()?)
}

/// Calls a function for each number at the same time. Returns its first error.
pub(super) fn in_threads(
    numbers: Range<usize>,
    work: impl Fn(usize) -> Result<()> + Sync,
) -> Result<()> {
    let work = &|number| work(number).map_err(|error| error.to_string());
    let results: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = numbers.map(|it| scope.spawn(move || work(it))).collect();
        threads
            .into_iter()
            .map(thread::ScopedJoinHandle::join)
            .collect()
    });
    for result in results {
        result.map_err(|_| "a thread has panicked")??;
    }
    Ok(())
}
