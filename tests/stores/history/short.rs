//! A short run of the history checker. `.ci/run` has longer ones.

use std::process::{Command, Stdio};

#[test]
fn case_78_the_invariants_hold_while_processes_are_frozen_killed_and_separated() {
    let mut checker = Command::new(env!("CARGO_BIN_EXE_cache-history"));
    // Its standard error says that it is skipped if there is no Redis.
    checker.args(["15", "78"]).stderr(Stdio::inherit());
    let output = checker.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    println!("{text}");
    assert!(output.status.success(), "{text}");
    let is_valid = text.contains(": no violation");
    assert!(is_valid || text.contains("SKIPPED"), "{text}");
}
