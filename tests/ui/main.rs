//! The compile errors of mistakes: one folder of `cases` per mistake, named after it.
//!
//! All cases are binaries of one package, checked by a single run of cargo. `expected.txt` contains every error and warning of a case.
//! `UI_BLESS=1 cargo test --test ui` rewrites these files; read them before you commit.
//! `UI_ONLY="page metadata-"` restricts the run to the cases whose names contain one of these words.

mod case;
mod check;
mod diff;
mod message;

use std::{env, fs};

#[test]
fn compile_errors_are_as_expected() {
    let cases = case::all();
    let said = check::check(&cases);
    let bless = env::var_os("UI_BLESS").is_some_and(|value| value == "1");
    let mut failures = Vec::new();
    for case in &cases {
        let found = message::report(&said[&case.name]);
        if bless {
            fs::write(case.expected_path(), &found).expect("expected.txt can be written");
            continue;
        }
        match case.expected() {
            None => failures.push(format!(
                "{}: has no expected.txt; found:\n{found}",
                case.name
            )),
            Some(expected) if expected != found => {
                failures.push(format!(
                    "{}:\n{}",
                    case.name,
                    diff::lines(&expected, &found)
                ));
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
