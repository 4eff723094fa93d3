//! Verifies the invariants of the cache over the recorded history of several instances that share a Redis server, while a nemesis freezes,
//! kills and separates them. This is the method of [Jepsen](https://jepsen.io).
//!
//! `cache-history SECONDS SEED` runs for that time, and exits with 1 after the first violation.
//!
//! The versions of all keys are in this process (`truth.rs`), where the handlers of the instances read them. So the history contains the
//! version of each run, the calls that invalidate earlier versions, and the run and version of each response, by one clock. `checker/` finds
//! the responses that contradict an invariant.

mod body;
mod checker;
mod client;
mod cluster;
mod generator;
mod history;
mod http;
mod instance;
mod meters;
mod nemesis;
mod report;
mod run;
mod scenarios;
#[cfg(feature = "internal-seeded-faults")]
mod seeded;
mod truth;
mod workload;

use instance::Instance;
use router_runtime::routes;
use run::{End, Run};
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
        ["scenario", name] => scenarios::show(name).await,
        #[cfg(feature = "internal-seeded-faults")]
        ["seeded-faults"] => seeded::find(&seeded::FAULTS).await,
        #[cfg(feature = "internal-seeded-faults")]
        ["seeded-faults", fault] => seeded::find(&[fault]).await,
        [seconds, seed] => match (seconds.parse(), seed.parse()) {
            (Ok(seconds), Ok(seed)) => verify(Duration::from_secs(seconds), seed).await,
            _ => usage(),
        },
        _ => usage(),
    }
}

fn usage() -> ExitCode {
    eprintln!(
        "usage: cache-history SECONDS SEED, or cache-history scenario cold|killed|frozen|visible"
    );
    ExitCode::FAILURE
}

async fn verify(time: Duration, seed: u64) -> ExitCode {
    let run = Run {
        time,
        seed,
        fault: None,
        has_separation: time > nemesis::LONG,
    };
    match run.end().await {
        End::NoRedis => ExitCode::SUCCESS,
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
