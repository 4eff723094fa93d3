//! Proves that the checker finds faults: instances with seeded ones have to violate an invariant soon.

use crate::{
    checker::{ENDLESS_GRACE, Violation},
    run::{Disturbances, End, Run},
};
use std::{process::ExitCode, time::Duration};

/// The names of the faults, in `router-runtime/src/cache/store/seeded_fault.rs`.
pub const FAULTS: [&str; 5] = [
    "LateEpoch",
    "EarlyAcknowledgement",
    "UnfencedStore",
    "SkippedLog",
    "EndlessGrace",
];

/// The time within which each is found.
const TIME: Duration = Duration::from_secs(120);

/// Returns `true` for a violation of the invariant that a fault breaks: each lets responses be sent that are older than an invalidation.
fn is_expected(fault: &str, violation: &Violation) -> bool {
    match fault {
        "EndlessGrace" => violation.text == ENDLESS_GRACE,
        _ => matches!(violation.invariant, "I1" | "I10") && violation.text != ENDLESS_GRACE,
    }
}

/// Looks for each fault until it is found.
pub async fn find(faults: &[&str]) -> ExitCode {
    let mut is_each_found = true;
    for fault in faults {
        let run = Run {
            time: TIME,
            seed: 1,
            fault: Some(fault),
            // It takes more than a minute, which only this fault needs. Nothing else may end the partition or the entry before.
            disturbances: if *fault == "EndlessGrace" {
                Disturbances::OnlyLongPartition
            } else {
                Disturbances::Short
            },
        };
        match run.end().await {
            End::NoRedis => return crate::no_redis(),
            End::Valid(summary) | End::Unproven { summary, .. } => {
                is_each_found = false;
                println!("{fault}: not found, {summary}");
            }
            End::Violation {
                violation,
                report,
                after,
            } => {
                let what = if !is_expected(fault, &violation) {
                    "another violation"
                } else if after > TIME {
                    "found too late,"
                } else {
                    "found"
                };
                is_each_found &= what == "found";
                println!("{fault}: {what} after {:.1} s", after.as_secs_f64());
                println!("{report}");
            }
        }
    }
    if is_each_found {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
