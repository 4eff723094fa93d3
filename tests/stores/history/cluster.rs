//! The processes: Redis, a proxy for each instance, and the instances.

use crate::{
    history::{Disturbance, Life, Living, Recorder, Target},
    instance::{CONSISTENCY, LIFE, REDIS, TIMEOUT, TRUTH},
    workload::{DISTANCE, DISTANT, INSTANCES, STRONG},
};
use router_tests::{
    program::Program,
    redis_server::{Fault, FaultyProxy, RedisServer},
};
use std::{
    env,
    net::SocketAddr,
    process::Command,
    sync::{Mutex, MutexGuard},
    time::Duration,
};

/// The running processes. They end when it is dropped.
pub struct Cluster {
    recorder: Recorder,
    truth: SocketAddr,
    options: InstanceOptions,
    redis: Mutex<RedisServer>,
    proxies: Vec<FaultyProxy>,
    instances: [Mutex<Option<Running>>; INSTANCES],
}

/// The options of the instances.
#[derive(Clone, Debug, Default)]
pub struct InstanceOptions {
    /// The name of a seeded fault.
    pub fault: Option<String>,
    /// The timeout of an operation on Redis, if it is not the usual one.
    pub timeout: Option<Duration>,
}

struct Running {
    program: Program,
    life: Life,
}

impl Cluster {
    /// Starts all processes. Returns `None` if there is no Redis.
    pub fn start(recorder: &Recorder, truth: SocketAddr, options: InstanceOptions) -> Option<Self> {
        let redis = RedisServer::start()?;
        let proxies = (0..INSTANCES).map(|_| FaultyProxy::start(redis.address()));
        let cluster = Self {
            recorder: recorder.clone(),
            truth,
            options,
            proxies: proxies.collect(),
            redis: Mutex::new(redis),
            instances: Default::default(),
        };
        for instance in 0..INSTANCES {
            cluster.connect(instance);
            cluster.start_instance(instance);
        }
        Some(cluster)
    }

    /// Lets the connections of an instance work.
    pub fn connect(&self, instance: usize) {
        self.proxies[instance].set(match instance {
            DISTANT => Fault::Delay(DISTANCE),
            _ => Fault::None,
        });
    }

    pub fn redis(&self) -> MutexGuard<'_, RedisServer> {
        self.redis.lock().expect("no panic")
    }

    pub fn proxy(&self, instance: usize) -> &FaultyProxy {
        &self.proxies[instance]
    }

    fn instance(&self, instance: usize) -> MutexGuard<'_, Option<Running>> {
        self.instances[instance].lock().expect("no panic")
    }

    /// The process of an instance and its address; `None` while it is dead.
    pub fn address(&self, instance: usize) -> Option<(Life, SocketAddr)> {
        let running = self.instance(instance);
        running.as_ref().map(|it| (it.life, it.program.address))
    }

    /// Starts a process of an instance.
    pub fn start_instance(&self, instance: usize) {
        let start = self.disturb(Target::Instance(instance), "starts");
        let life = {
            let mut history = self.recorder.history();
            let lives = history.lives.iter();
            let number = lives.filter(|it| it.life.instance == instance).count();
            let life = Life { instance, number };
            let start = self.recorder.now();
            history.lives.push(Living {
                life,
                start,
                end: None,
            });
            life
        };
        let mut command = Command::new(env::current_exe().expect("this program has a path"));
        let consistency = if instance == STRONG { "strong" } else { "" };
        command
            .arg("instance")
            .env(TRUTH, self.truth.to_string())
            .env(LIFE, format!("{}.{}", life.instance, life.number))
            .env(REDIS, self.proxies[instance].url())
            .env(CONSISTENCY, consistency);
        if let Some(fault) = &self.options.fault {
            command.env("SEEDED_FAULT", fault);
        }
        if let Some(timeout) = self.options.timeout {
            command.env(TIMEOUT, timeout.as_millis().to_string());
        }
        let program = Program::start(&mut command);
        *self.instance(instance) = Some(Running { program, life });
        self.calm(start);
    }

    /// Kills the process of an instance.
    pub fn kill_instance(&self, instance: usize) {
        let Some(Running { program, life }) = self.instance(instance).take() else {
            return;
        };
        // It is waited for.
        drop(program);
        let end = self.recorder.now();
        for living in &mut self.recorder.history().lives {
            if living.life == life {
                living.end = Some(end);
            }
        }
    }

    /// Sends a signal to the process of an instance: `STOP`, `CONT`.
    pub fn signal_instance(&self, instance: usize, signal: &str) {
        if let Some(running) = &*self.instance(instance) {
            let id = running.program.id().to_string();
            let status = Command::new("kill").args(["-s", signal, &id]).status();
            assert!(status.is_ok_and(|status| status.success()));
        }
    }

    /// Records the start of a disturbance. Returns its index.
    pub fn disturb(&self, target: Target, text: &'static str) -> usize {
        let mut history = self.recorder.history();
        let start = self.recorder.now();
        history.disturbances.push(Disturbance {
            target,
            text,
            start,
            end: None,
        });
        history.disturbances.len() - 1
    }

    /// Records its end.
    pub fn calm(&self, disturbance: usize) {
        let end = self.recorder.now();
        self.recorder.history().disturbances[disturbance].end = Some(end);
    }
}
