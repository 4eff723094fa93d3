//! The nemesis: it freezes, kills and separates Redis and the instances, one after the other.

use crate::{
    cluster::Cluster,
    history::Target,
    workload::{INSTANCES, SEPARATED, STRONG},
};
use router_tests::redis_server::Fault;
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{task::spawn_blocking, time::sleep};

/// Each kind of fault once. Every run begins with these, so that it contains each.
const FIRST: [Act; 13] = [
    Act::Separate(1, Fault::Stall),
    Act::FreezeRedis,
    Act::Separate(STRONG, Fault::Refuse),
    Act::Freeze(1),
    Act::Separate(1, Fault::Reset),
    Act::KillRedis,
    Act::Separate(STRONG, Fault::Trickle),
    Act::Kill(STRONG),
    Act::Separate(1, Fault::Delay(SLOW)),
    Act::FlushRedis,
    Act::Separate(SEPARATED, Fault::Delay(SLOWER)),
    Act::Kill(SEPARATED),
    Act::SeparateAll(Fault::Refuse),
];

/// The duration of each of them, and of the pause after it.
const FIRST_LASTS: Duration = Duration::from_millis(400);

/// Delays of messages, below and above the budget of an operation.
const SLOW: Duration = Duration::from_millis(20);
const SLOWER: Duration = Duration::from_millis(200);

/// The length of a partition after which unconfirmed entries are regenerated, and some time to observe it.
pub const LONG: Duration = Duration::from_secs(95);

/// Disturbs the cluster, and leaves it healthy when it is stopped.
#[derive(Clone)]
pub struct Nemesis {
    cluster: Arc<Cluster>,
    /// `true` while there is a long partition.
    is_separated: Arc<Mutex<bool>>,
}

/// One kind of fault.
#[derive(Clone, Copy, Debug)]
enum Act {
    FreezeRedis,
    KillRedis,
    FlushRedis,
    Freeze(usize),
    Kill(usize),
    Separate(usize, Fault),
    SeparateAll(Fault),
}

impl Nemesis {
    pub fn new(cluster: &Arc<Cluster>) -> Self {
        Self {
            cluster: Arc::clone(cluster),
            is_separated: Arc::default(),
        }
    }

    /// Causes each kind of fault once.
    pub async fn run_first(&self) {
        for act in FIRST {
            self.act(act, FIRST_LASTS).await;
            sleep(FIRST_LASTS).await;
        }
    }

    /// The disturbances of [`run_first`](Self::run_first).
    pub fn kinds() -> [(Target, &'static str); FIRST.len()] {
        FIRST.map(Act::description)
    }

    /// Disturbs until this time.
    pub async fn run(&self, end: tokio::time::Instant, mut random: fastrand::Rng) {
        while tokio::time::Instant::now() < end {
            let act = Act::choose(&mut random);
            if self.is_separated() && act.ends_separation() {
                continue;
            }
            let rest = end - tokio::time::Instant::now();
            let lasts = Duration::from_millis(random.u64(300..6_500)).min(rest);
            self.act(act, lasts).await;
            sleep(Duration::from_millis(random.u64(500..5_000)).min(rest)).await;
        }
    }

    /// Separates one instance for a long time.
    pub async fn separate(&self) {
        self.set_separated(true);
        self.act(Act::Separate(SEPARATED, Fault::Refuse), LONG)
            .await;
        self.set_separated(false);
    }

    fn set_separated(&self, is_separated: bool) {
        *self
            .is_separated
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = is_separated;
    }

    fn is_separated(&self) -> bool {
        *self
            .is_separated
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    async fn act(&self, act: Act, time: Duration) {
        let (target, text) = act.description();
        let disturbance = self.cluster.disturb(target, text);
        self.blocking(move |cluster| act.start(cluster)).await;
        sleep(time).await;
        self.blocking(move |cluster| act.end(cluster)).await;
        self.cluster.calm(disturbance);
    }

    async fn blocking(&self, work: impl FnOnce(&Cluster) + Send + 'static) {
        let cluster = Arc::clone(&self.cluster);
        spawn_blocking(move || work(&cluster))
            .await
            .expect("no panic");
    }
}

impl Act {
    fn choose(random: &mut fastrand::Rng) -> Self {
        let instance = random.usize(0..INSTANCES);
        let faults = [
            Fault::Refuse,
            Fault::Refuse,
            Fault::Stall,
            Fault::Reset,
            Fault::Trickle,
            Fault::Delay(SLOWER),
            Fault::Delay(SLOW),
        ];
        let fault = random.choice(faults).expect("faults");
        match random.u8(0..14) {
            0..2 => Self::FreezeRedis,
            2 => Self::KillRedis,
            3 => Self::FlushRedis,
            4..6 => Self::Freeze(instance),
            6..8 => Self::Kill(instance),
            8..12 => Self::Separate(instance, fault),
            _ => Self::SeparateAll(fault),
        }
    }

    /// Returns `true` if a long partition does not outlast it.
    fn ends_separation(self) -> bool {
        matches!(
            self.description().0,
            Target::Links | Target::Instance(SEPARATED) | Target::Link(SEPARATED)
        )
    }

    fn description(self) -> (Target, &'static str) {
        match self {
            Self::FreezeRedis => (Target::Redis, "is frozen"),
            Self::KillRedis => (Target::Redis, "is killed"),
            Self::FlushRedis => (Target::Redis, "is flushed"),
            Self::Freeze(instance) => (Target::Instance(instance), "is frozen"),
            Self::Kill(instance) => (Target::Instance(instance), "is killed"),
            Self::Separate(instance, fault) => (Target::Link(instance), name(fault)),
            Self::SeparateAll(fault) => (Target::Links, name(fault)),
        }
    }

    fn start(self, cluster: &Cluster) {
        match self {
            Self::FreezeRedis => cluster.redis().freeze(),
            Self::KillRedis => cluster.redis().kill(),
            Self::FlushRedis => drop(cluster.redis().cli(&["flushall"])),
            Self::Freeze(instance) => cluster.signal_instance(instance, "STOP"),
            Self::Kill(instance) => cluster.kill_instance(instance),
            Self::Separate(instance, fault) => cluster.proxy(instance).set(fault),
            Self::SeparateAll(fault) => {
                for instance in 0..INSTANCES {
                    cluster.proxy(instance).set(fault);
                }
            }
        }
    }

    fn end(self, cluster: &Cluster) {
        match self {
            Self::FreezeRedis => cluster.redis().resume(),
            Self::KillRedis => cluster.redis().restart(),
            Self::FlushRedis => {}
            Self::Freeze(instance) => cluster.signal_instance(instance, "CONT"),
            Self::Kill(instance) => cluster.start_instance(instance),
            Self::Separate(instance, _) => cluster.connect(instance),
            Self::SeparateAll(_) => {
                for instance in 0..INSTANCES {
                    cluster.connect(instance);
                }
            }
        }
    }
}

fn name(fault: Fault) -> &'static str {
    match fault {
        Fault::None => "works",
        Fault::Refuse => "is closed",
        Fault::Stall => "passes nothing on",
        Fault::Reset => "ends in the middle of responses",
        Fault::CutRequest(_) => "ends in the middle of requests",
        Fault::Mute => "passes on no responses",
        Fault::Trickle => "passes on one byte per second",
        Fault::Loss => "loses packets",
        Fault::Delay(SLOW) => "is slow",
        Fault::Delay(_) => "is slower than the budget of an operation",
    }
}
