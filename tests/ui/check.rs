//! One run of cargo over all cases.

use crate::{
    case::Case,
    message::{self, Message},
};
use router_tests::fixture::{Fixture, dependencies};
use std::{collections::BTreeMap, fmt::Write as _};

const MANIFEST: &str = r#"
[package]
name = "ui-cases"
version = "0.0.0"
edition = "2024"
autobins = false

[workspace]

[features]
default = ["router-runtime/cookie-private"]
extra = []

"#;

/// Checks one package with a binary per case, and returns the messages for each.
pub(crate) fn check(cases: &[Case]) -> BTreeMap<String, Vec<Message>> {
    let fixture = Fixture::new(env!("CARGO_TARGET_TMPDIR"), "ui");
    let mut manifest = MANIFEST.to_owned();
    manifest += &dependencies(&[("serde", &["derive", "std"])]);
    for case in cases {
        let name = &case.name;
        let _ = write!(
            manifest,
            "\n[[bin]]\nname = {name:?}\npath = \"cases/{name}/main.rs\"\n"
        );
        case.copy_to(&fixture);
    }
    fixture.write("Cargo.toml", manifest).write(
        "build.rs",
        "fn main() { println!(\"cargo::rerun-if-changed=cases\"); }\n",
    );

    let output = fixture
        .cargo()
        .args(["check", "--bins", "--keep-going", "--message-format=json"])
        .output()
        .expect("cargo runs");
    let messages = message::by_target(&String::from_utf8_lossy(&output.stdout));
    let notes = String::from_utf8_lossy(&output.stderr);
    for case in cases {
        assert!(
            messages.contains_key(&case.name),
            "cargo did not check {}:\n{notes}",
            case.name
        );
    }
    messages
}
