//! One run: the cluster under load, the nemesis, and the checker.

use crate::{
    checker::{self, SETTLING, Violation},
    client::Client,
    cluster::{Cluster, InstanceOptions},
    coverage, generator,
    history::{History, Recorder, Target, Time},
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

/// The time of load after everything has settled.
const LAST: Duration = Duration::from_secs(2);

/// The maximum time of load if the history still lacks required operations. Only a machine that is very busy needs it.
const LONGEST_LAST: Duration = Duration::from_secs(120);

/// The time between two looks at the end of a run.
const TICK: Duration = Duration::from_millis(200);

/// The parameters of a run.
pub struct Run<'a> {
    pub time: Duration,
    pub seed: u64,
    /// The name of a seeded fault of the instances.
    pub fault: Option<&'a str>,
    pub disturbances: Disturbances,
}

/// The disturbances of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disturbances {
    /// Each kind once, and then some at random if there is time left.
    Short,
    /// The same, and afterwards one instance is separated for more than a minute.
    WithLongPartition,
    /// Nothing else than that.
    OnlyLongPartition,
}

/// The end of a run.
pub enum End {
    NoRedis,
    /// The number of operations.
    Valid(String),
    /// The history lacks operations without which it proves little.
    Unproven {
        missing: String,
        summary: String,
    },
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
    pub async fn start(seed: u64, options: InstanceOptions) -> Option<Self> {
        let recorder = Recorder::start();
        let mut random = fastrand::Rng::with_seed(seed);
        let keys = Arc::new(keys());
        let truth = Truth::new(&keys, recorder.clone(), random.fork());
        let address = truth.clone().serve().await;
        let started = recorder.clone();
        let cluster = spawn_blocking(move || Cluster::start(&started, address, options));
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
        let options = InstanceOptions {
            fault: self.fault.map(str::to_owned),
            timeout: None,
        };
        let Some(Setup { client, mut random }) = Setup::start(self.seed, options).await else {
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
        let violation = self.watch(&recorder, &keys, &mut tasks).await;
        let history = recorder.history().clone();
        match violation {
            None => match coverage::missing(&history, &self.kinds()) {
                None => End::Valid(summary(&history)),
                Some(missing) => End::Unproven {
                    missing,
                    summary: summary(&history),
                },
            },
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
        let end = Instant::now() + self.time.saturating_sub(SETTLING + LAST);
        let (disturbances, recorder) = (self.disturbances, recorder.clone());
        tasks.spawn(async move {
            let has_others = disturbances != Disturbances::OnlyLongPartition;
            if has_others {
                nemesis.run_first().await;
            }
            let separation = async {
                if disturbances != Disturbances::Short {
                    nemesis.separate().await;
                }
            };
            let others = async {
                if has_others {
                    nemesis.run(end, random).await;
                }
            };
            tokio::join!(separation, others);
            sleep(SETTLING).await;
            let now = recorder.now();
            recorder.history().settled = Some(now);
        });
    }

    /// The disturbances that the history has to contain.
    fn kinds(&self) -> Vec<(Target, &'static str)> {
        match self.disturbances {
            Disturbances::Short | Disturbances::WithLongPartition => Nemesis::kinds().to_vec(),
            Disturbances::OnlyLongPartition => Vec::new(),
        }
    }

    /// Returns `true` if everything has settled, and the load has lasted long enough after that.
    fn is_over(&self, recorder: &Recorder) -> bool {
        let (now, history) = (recorder.now(), recorder.history());
        history.settled.is_some_and(|settled| {
            let is_proven = || coverage::missing(&history, &self.kinds()).is_none();
            now >= settled + LONGEST_LAST || now >= settled + LAST && is_proven()
        })
    }

    /// Checks the history from time to time.
    async fn watch(
        &self,
        recorder: &Recorder,
        keys: &Arc<Vec<Key>>,
        tasks: &mut JoinSet<()>,
    ) -> Option<Violation> {
        let start = Instant::now();
        loop {
            // Each check reads the whole history.
            let pause = (start.elapsed() / 8).max(Duration::from_secs(1));
            let next = Instant::now() + pause;
            let mut is_last = false;
            while !is_last && Instant::now() < next {
                sleep(TICK).await;
                // Without its nemesis, a run would have no end.
                while let Some(ended) = tasks.try_join_next() {
                    ended.expect("no panic");
                }
                is_last = self.is_over(recorder);
            }
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
