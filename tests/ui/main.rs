//! What users read when something is wrong: one folder of `cases` per mistake, named after it.
//!
//! All cases are binaries of one package, checked by a single run of cargo; `expected.txt` holds every error and
//! warning of a case. `UI_BLESS=1 cargo test --test ui` rewrites those files, to be read before they are committed.

#[cfg(test)]
mod case;
#[cfg(test)]
mod diff;
#[cfg(test)]
#[path = "../fixture.rs"]
mod fixture;
#[cfg(test)]
mod message;

use std::{collections::BTreeMap, env, fs, process::Stdio};

use case::Case;
use message::Message;

#[test]
fn the_compiler_says_what_is_expected() {
    let cases = case::all();
    let said = check(&cases);
    let bless = env::var_os("UI_BLESS").is_some_and(|value| value == "1");
    let mut failures = Vec::new();
    for case in &cases {
        let found = message::report(&said[&case.name]);
        if bless {
            fs::write(case.expected_path(), &found).expect("expected.txt can be written");
            continue;
        }
        match case.expected() {
            None => failures.push(format!("{}: has no expected.txt; the compiler says:\n{found}", case.name)),
            Some(expected) if expected != found => {
                failures.push(format!("{}:\n{}", case.name, diff::lines(&expected, &found)));
            }
            Some(_) => {}
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {} cases differ (- expected, + found):\n\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}

/// Checks one package with a binary per case, and returns what the compiler said to each.
fn check(cases: &[Case]) -> BTreeMap<String, Vec<Message>> {
    let fixture = fixture::Fixture::new("ui");
    let mut manifest = "[package]\nname = \"ui-cases\"\nversion = \"0.0.0\"\nedition = \"2024\"\nautobins = false\n\n\
         [workspace]\n\n[features]\nextra = []\n\n"
        .to_owned();
    manifest.push_str(&fixture::dependencies(&["serde", "tokio"]).replace(
        "features = [\"std\"]",
        "features = [\"std\", \"derive\"]",
    ));
    for case in cases {
        manifest.push_str(&format!("\n[[bin]]\nname = {0:?}\npath = \"cases/{0}/main.rs\"\n", case.name));
        case.copy_to(&fixture);
    }
    fixture
        .write("Cargo.toml", manifest)
        .write("build.rs", "fn main() { println!(\"cargo::rerun-if-changed=cases\"); }\n");

    let output = fixture
        .cargo()
        .args(["check", "--bins", "--keep-going", "--message-format=json"])
        .stderr(Stdio::piped())
        .output()
        .expect("cargo runs");
    let stdout = String::from_utf8_lossy(&output.stdout);
    let mut said = message::by_target(&stdout);
    let notes = String::from_utf8_lossy(&output.stderr);
    for case in cases {
        assert!(said.contains_key(&case.name), "cargo did not get to {}:\n{notes}", case.name);
    }
    said.retain(|target, _| cases.iter().any(|case| case.name == *target));
    said
}
