//! A short run of the history checker. `.ci/run` has longer ones.

use std::process::Command;

#[test]
fn case_78_the_invariants_hold_while_processes_are_frozen_killed_and_separated() {
    let mut checker = Command::new(env!("CARGO_BIN_EXE_cache-history"));
    let output = checker.args(["15", "78"]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    println!("{text}");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{errors}");
}
