//! Single situations of the cluster, without a nemesis: cases 92 to 95 with processes.

use crate::{
    client::Client,
    cluster::InstanceOptions,
    history::{Label, Outcome, Read},
    run::Setup,
    workload::{Call, Effect, INSTANCES, STRONG},
};
use std::{
    process::ExitCode,
    time::{Duration, Instant},
};
use tokio::{task::JoinSet, time::sleep};

/// The timeout of an operation on Redis, since the machine may be busy. A lease lasts for `RUN_TIMEOUT`, twice this time, and two seconds. It
/// has to end before the requests that wait for it have waited for `lock_wait` (10 s), and run the handler themselves.
const PATIENCE: Duration = Duration::from_secs(1);

/// The number of attempts. On a busy machine an instance may start its run later than another one.
const ATTEMPTS: usize = 5;

/// A single situation.
#[derive(Clone, Copy, Debug)]
pub enum Scenario {
    Cold,
    Killed,
    Frozen,
    Visible,
}

impl Scenario {
    pub const ALL: [(&str, Self); 4] = [
        ("cold", Self::Cold),
        ("killed", Self::Killed),
        ("frozen", Self::Frozen),
        ("visible", Self::Visible),
    ];

    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|(it, _)| *it == name)
            .map(|(_, scenario)| scenario)
    }

    /// Shows the situation.
    pub async fn show(self) -> ExitCode {
        let options = InstanceOptions {
            timeout: Some(PATIENCE),
            ..InstanceOptions::default()
        };
        let Some(setup) = Setup::start(1, options).await else {
            return super::no_redis();
        };
        let stage = Stage(setup.client);
        let holds = match self {
            Self::Cold => stage.cold().await,
            Self::Killed => stage.killed().await,
            Self::Frozen => stage.frozen().await,
            Self::Visible => stage.visible().await,
        };
        if holds {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

struct Stage(Client);

impl Stage {
    fn key(&self, name: &str) -> usize {
        let mut names = self.0.keys.iter();
        names.position(|key| key.name == name).expect("a key")
    }

    fn runs(&self, key: usize) -> usize {
        let history = self.0.recorder.history();
        history.runs.iter().filter(|run| run.key == key).count()
    }

    async fn started(&self, key: usize, runs: usize) {
        while self.runs(key) < runs {
            sleep(Duration::from_millis(1)).await;
        }
    }

    /// Requests a key from an instance.
    async fn read(&self, instance: usize, key: usize) -> Read {
        read(self.0.clone(), instance, key).await
    }

    /// 20 requests for a cold key to each instance, and a handler of one second: one run in the cluster.
    async fn cold(&self) -> bool {
        self.0.truth.hold(Duration::from_secs(1));
        for attempt in 0..ATTEMPTS {
            let key = self.key(&format!("lasting.x{attempt}.0"));
            let start = Instant::now();
            let mut reads = JoinSet::new();
            for index in 0..20 * INSTANCES {
                reads.spawn(read(self.0.clone(), index % INSTANCES, key));
            }
            let reads = reads.join_all().await;
            let (runs, time) = (self.runs(key), start.elapsed());
            println!("{} requests, {runs} runs, {time:?}", reads.len());
            if runs == 1 && reads.iter().all(|read| read.body().is_some()) {
                return true;
            }
        }
        false
    }

    /// The instance that runs the handler is killed: another one runs it once its lease has ended.
    async fn killed(&self) -> bool {
        self.0.truth.hold(Duration::from_millis(500));
        for attempt in 0..ATTEMPTS {
            let key = self.key(&format!("lasting.x{attempt}.0"));
            let lost = tokio::spawn(read(self.0.clone(), 0, key));
            self.started(key, 1).await;
            let start = Instant::now();
            self.0.cluster.kill_instance(0);
            let mut reads = JoinSet::new();
            for instance in 1..INSTANCES {
                reads.spawn(read(self.0.clone(), instance, key));
            }
            let reads = reads.join_all().await;
            let (runs, time) = (self.runs(key), start.elapsed());
            let _ = lost.await;
            println!(
                "{} requests, {runs} runs, {time:?} after the kill",
                reads.len()
            );
            if runs == 2
                && reads.iter().all(|read| {
                    read.body()
                        .is_some_and(|it| it.run == reads[0].body().map_or(0, |it| it.run))
                })
            {
                return true;
            }
            let cluster = self.0.cluster.clone();
            let started = tokio::task::spawn_blocking(move || cluster.start_instance(0)).await;
            started.expect("no panic");
        }
        false
    }

    /// The instance that runs the handler is frozen beyond its lease, and another one runs it. The record of the latter remains.
    async fn frozen(&self) -> bool {
        self.0.truth.hold(Duration::from_millis(500));
        let mut shared = 0;
        for attempt in 0..ATTEMPTS {
            let key = self.key(&format!("lasting.x{attempt}.0"));
            let late = tokio::spawn(read(self.0.clone(), 0, key));
            self.started(key, 1).await;
            self.0.cluster.signal_instance(0, "STOP");
            self.0.truth.advance(&[key]);
            let newer = self.read(1, key).await;
            self.0.cluster.signal_instance(0, "CONT");
            let late = late.await.expect("no panic");
            sleep(Duration::from_millis(500)).await;
            let other = self.read(STRONG, key).await;
            let version = |read: &Read| read.body().map(|body| body.version);
            println!(
                "{:?}, late {:?}, then {:?} {:?}",
                version(&newer),
                version(&late),
                version(&other),
                other.label()
            );
            if version(&newer) != Some(1) || version(&other) != Some(1) {
                return false;
            }
            shared += usize::from(other.label() == Some(Label::Loaded));
        }
        shared > 0
    }

    /// The time from the acknowledgement of an invalidation on one instance to the first new response of another one.
    async fn visible(&self) -> bool {
        const ROUNDS: usize = 2_000;
        self.0.truth.hold(Duration::ZERO);
        let key = self.key("lasting.k1.0");
        let call = Call {
            function: "update_tag",
            of: "lasting.k1".to_owned(),
            effect: Effect::Hard,
            keys: vec![key],
        };
        let mut times = Vec::new();
        let mut late = 0;
        while times.len() < ROUNDS {
            self.read(1, key).await;
            self.read(STRONG, key).await;
            self.0.write(0, &call).await;
            let (version, outcome) = {
                let history = self.0.recorder.history();
                let write = history.writes.last().expect("a write");
                (write.versions[0].1, write.end.map(|end| end.1))
            };
            if outcome != Some(Outcome::Acknowledged) {
                continue;
            }
            let start = Instant::now();
            let is_new = |read: &Read| read.body().is_some_and(|body| body.version >= version);
            let at_once = self.read(STRONG, key).await;
            let is_confirmed =
                !matches!(at_once.label(), Some(Label::Unconfirmed | Label::RunAlone));
            late += usize::from(is_confirmed && !is_new(&at_once));
            while !is_new(&self.read(1, key).await) {}
            times.push(start.elapsed());
        }
        times.sort_unstable();
        let at = |part: usize| times[(times.len() * part / 1_000).min(times.len() - 1)];
        println!(
            "{} invalidations, seen by another instance after: median {:?}, 99 % {:?}, 99.9 % {:?}, longest {:?}; by the strong one late: {late}",
            times.len(),
            at(500),
            at(990),
            at(999),
            at(1_000)
        );
        late == 0 && at(999) < Duration::from_secs(1)
    }
}

/// Requests a key, and returns the record of that.
async fn read(client: Client, instance: usize, key: usize) -> Read {
    client
        .read_recorded(instance, key)
        .await
        .expect("the instance runs")
}
