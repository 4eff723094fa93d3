//! Verifies the invariants of the cache over the recorded history of several instances that share a Redis server, while a nemesis freezes,
//! kills and separates them. This is the method of [Jepsen](https://jepsen.io).
//!
//! `cache-history SECONDS SEED` runs for that time at least. It exits with 1 after the first violation, if it proves little, or without Redis.
//!
//! The versions of all keys are in this process (`truth.rs`), where the handlers of the instances read them. So the history contains the
//! version of each run, the calls that invalidate earlier versions, and the run and version of each response, by one clock. `checker/` finds
//! the responses that contradict an invariant.

mod body;
mod checker;
mod client;
mod cluster;
mod coverage;
mod generator;
mod history;
mod http;
mod instance;
mod meters;
mod nemesis;
mod report;
mod run;
mod scenarios;
#[cfg(router_seeded_faults)]
mod seeded;
mod truth;
mod workload;

use instance::Instance;
use router_runtime::routes;
use run::{Disturbances, End, Run};
use scenarios::Scenario;
use std::{env, process::ExitCode, time::Duration};

routes!("stores/history/app", state = Instance);

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["instance"] => match instance::serve().await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        },
        ["scenario", name] => match Scenario::named(name) {
            Some(scenario) => scenario.show().await,
            None => usage(),
        },
        #[cfg(router_seeded_faults)]
        ["seeded-faults"] => seeded::find(&seeded::FAULTS).await,
        #[cfg(router_seeded_faults)]
        ["seeded-faults", fault] => seeded::find(&[fault]).await,
        [seconds, seed] => match (seconds.parse(), seed.parse()) {
            (Ok(seconds), Ok(seed)) => verify(Duration::from_secs(seconds), seed).await,
            _ => usage(),
        },
        _ => usage(),
    }
}

fn usage() -> ExitCode {
    let scenarios = Scenario::ALL.map(|(name, _)| name).join("|");
    eprintln!("usage: cache-history SECONDS SEED, or cache-history scenario {scenarios}");
    ExitCode::FAILURE
}

async fn verify(time: Duration, seed: u64) -> ExitCode {
    let run = Run {
        time,
        seed,
        fault: None,
        disturbances: if time > nemesis::LONG {
            Disturbances::WithLongPartition
        } else {
            Disturbances::Short
        },
    };
    match run.end().await {
        End::NoRedis => no_redis(),
        End::Unproven { missing, summary } => {
            println!("{summary}: the history proves little, because it has {missing}");
            ExitCode::FAILURE
        }
        End::Valid(summary) => {
            println!("{summary}: no violation");
            ExitCode::SUCCESS
        }
        End::Violation {
            violation,
            report,
            after,
        } => {
            println!(
                "a violation of {} after {:.1} s, with the seed {seed}",
                violation.invariant,
                after.as_secs_f64()
            );
            println!("{report}");
            ExitCode::FAILURE
        }
    }
}

fn no_redis() -> ExitCode {
    println!("nothing was verified, because there is no Redis");
    ExitCode::FAILURE
}
