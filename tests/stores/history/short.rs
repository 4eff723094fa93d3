//! A short run of the history checker. `.ci/run` has longer ones.

use router_tests::redis_server::RedisServer;
use std::process::{Command, Output, Stdio};

fn checker() -> Command {
    Command::new(env!("CARGO_BIN_EXE_cache-history"))
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn case_78_the_invariants_hold_while_processes_are_frozen_killed_and_separated() {
    if RedisServer::start().is_none() {
        return;
    }
    let mut checker = checker();
    checker.args(["15", "78"]).stderr(Stdio::inherit());
    let output = checker.output().unwrap();
    let text = stdout(&output);
    println!("{text}");
    assert!(output.status.success(), "{text}");
    assert!(text.contains(": no violation"), "{text}");
}

#[test]
fn a_checker_without_redis_fails() {
    let empty = tempfile::tempdir().unwrap();
    for arguments in [["15", "78"], ["scenario", "cold"]] {
        let mut checker = checker();
        checker.args(arguments).env("PATH", empty.path());
        checker.env_remove("REDIS_TESTS").env_remove("REDIS_SERVER");
        let output = checker.output().unwrap();
        let text = stdout(&output);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains("nothing was verified"), "{text}");
    }
}
