//! One run: the cluster under load, the nemesis, and the checker.

use crate::{
    checker::{self, Violation},
    client::Client,
    cluster::Cluster,
    generator,
    history::{History, Recorder, Time},
    http::Http,
    nemesis::Nemesis,
    report::report,
    truth::Truth,
    workload::{Key, keys},
};
use std::{sync::Arc, time::Duration};
use tokio::{
    task::{JoinSet, spawn_blocking},
    time::{Instant, sleep},
};

/// The time after the last disturbance in which everything that was queued is replayed.
const SETTLING: Duration = Duration::from_secs(6);

/// The time of load after that.
const LAST: Duration = Duration::from_secs(2);

/// The parameters of a run.
pub struct Run<'a> {
    pub time: Duration,
    pub seed: u64,
    /// The name of a seeded fault of the instances.
    pub fault: Option<&'a str>,
    /// `true` if one instance is separated for more than a minute.
    pub has_separation: bool,
}

/// The end of a run.
pub enum End {
    NoRedis,
    /// The number of operations.
    Valid(String),
    Violation {
        violation: Violation,
        report: String,
        after: Duration,
    },
}

/// A running cluster, and a client of it.
pub struct Setup {
    pub client: Client,
    random: fastrand::Rng,
}

impl Setup {
    /// Starts the processes. Returns `None` if there is no Redis.
    pub async fn start(seed: u64, fault: Option<&str>) -> Option<Self> {
        let recorder = Recorder::start();
        let mut random = fastrand::Rng::with_seed(seed);
        let keys = Arc::new(keys());
        let truth = Truth::new(&keys, recorder.clone(), random.fork());
        let address = truth.clone().serve().await;
        let fault = fault.map(str::to_owned);
        let started = recorder.clone();
        let cluster = spawn_blocking(move || Cluster::start(&started, address, fault.as_deref()));
        let cluster = Arc::new(cluster.await.expect("no panic")?);
        let client = Client {
            keys,
            cluster,
            recorder,
            truth,
            http: Http::default(),
        };
        Some(Self { client, random })
    }
}

impl Run<'_> {
    /// Runs until the time is over, or to the first violation.
    pub async fn end(&self) -> End {
        let Some(Setup { client, mut random }) = Setup::start(self.seed, self.fault).await else {
            return End::NoRedis;
        };
        let Client {
            keys,
            cluster,
            recorder,
            ..
        } = client.clone();
        let mut tasks = generator::start(&client, &mut random);
        tasks.spawn(watch_pauses(recorder.clone()));
        self.start_nemesis(&mut tasks, &cluster, &recorder, random.fork());
        let violation = self.watch(&recorder, &keys).await;
        let history = recorder.history().clone();
        match violation {
            None => End::Valid(summary(&history)),
            Some(violation) => End::Violation {
                report: report(&violation, &history, &keys),
                after: violation.span(&history).1,
                violation,
            },
        }
    }

    fn start_nemesis(
        &self,
        tasks: &mut JoinSet<()>,
        cluster: &Arc<Cluster>,
        recorder: &Recorder,
        random: fastrand::Rng,
    ) {
        let nemesis = Nemesis::new(cluster);
        let separation = self.has_separation.then(|| nemesis.clone());
        let time = self.time.saturating_sub(SETTLING + LAST);
        let recorder = recorder.clone();
        tasks.spawn(async move {
            let separate = async {
                if let Some(nemesis) = separation {
                    nemesis.separate().await;
                }
            };
            tokio::join!(separate, nemesis.run(time, random));
            sleep(SETTLING).await;
            let now = recorder.now();
            recorder.history().settled = Some(now);
        });
    }

    /// Checks the history from time to time.
    async fn watch(&self, recorder: &Recorder, keys: &Arc<Vec<Key>>) -> Option<Violation> {
        let (start, end) = (Instant::now(), Instant::now() + self.time);
        loop {
            // Each check reads the whole history.
            let pause = (start.elapsed() / 8).max(Duration::from_secs(1));
            sleep(pause.min(end - Instant::now())).await;
            let is_last = Instant::now() >= end;
            let (history, keys) = (recorder.history().clone(), Arc::clone(keys));
            let checked = spawn_blocking(move || checker::check(&history, &keys)).await;
            let violation = checked.expect("no panic");
            if violation.is_some() || is_last {
                return violation;
            }
        }
    }
}

/// Records the times in which this process does not run.
async fn watch_pauses(recorder: Recorder) {
    const TICK: Duration = Duration::from_millis(10);
    loop {
        let start: Time = recorder.now();
        sleep(TICK).await;
        let end = recorder.now();
        if end.saturating_sub(start) > 3 * TICK {
            recorder.history().pauses.push((start, end));
        }
    }
}

fn summary(history: &History) -> String {
    let History {
        reads,
        writes,
        runs,
        disturbances,
        ..
    } = history;
    format!(
        "{} reads, {} writes, {} runs, {} disturbances",
        reads.len(),
        writes.len(),
        runs.len(),
        disturbances.len()
    )
}
