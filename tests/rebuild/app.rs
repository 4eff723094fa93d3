//! A small application that answers the paths it is started with, one line each.

use std::{fs, process::Command};

use crate::fixture::{Fixture, dependencies};

/// The whole build script that a routed crate needs.
pub(crate) const BUILD: &str = "fn main() { println!(\"cargo::rerun-if-changed=app\"); }\n";

const MAIN: &str = r#"
use router_runtime::routes;

routes!("app");

#[tokio::main(flavor = "current_thread")]
async fn main() {
    answers::print(app::router()).await;
}
"#;

/// Prints `<status> <body>` for every path among the arguments.
pub(crate) const ANSWERS: &str = r#"
use axum::{Router, body::{Body, to_bytes}, http::Request};
use tower::ServiceExt;

pub async fn print(router: Router) {
    for path in std::env::args().skip(1) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        println!("{status} {}", String::from_utf8_lossy(&body));
    }
}
"#;

/// A route file whose `GET` answers this text.
pub(crate) fn route(text: &str) -> String {
    format!("pub async fn GET() -> &'static str {{\n    {text:?}\n}}\n")
}

pub(crate) fn manifest(name: &str) -> String {
    let dependencies = dependencies(&[("tower", &["util"]), ("tokio", &["rt", "macros"])]);
    format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [profile.dev]\ndebug = false\n\n{dependencies}"
    )
}

/// A crate with one route, `/`, and the one-line build script. The name is its own among all tests: they share a target
/// folder.
pub(crate) fn new(name: &str) -> Fixture {
    let fixture = Fixture::new(&format!("rebuild/{name}"));
    fixture
        .write("Cargo.toml", manifest(name))
        .write("build.rs", BUILD)
        .write("src/main.rs", format!("mod answers;\n{MAIN}"))
        .write("src/answers.rs", ANSWERS)
        .write("app/route.rs", route("home"));
    fixture
}

impl Fixture {
    /// `cargo run` with these paths; the lines that it prints.
    pub(crate) fn answers(&self, paths: &[&str]) -> Vec<String> {
        let mut command = self.cargo();
        command.args(["run", "--quiet", "--"]).args(paths);
        let said = said(command);
        assert!(said.success, "the crate does not run:\n{}", said.stderr);
        said.stdout.lines().map(str::to_owned).collect()
    }

    /// What `cargo check` prints.
    pub(crate) fn check(&self) -> Said {
        let mut command = self.cargo();
        command.arg("check");
        said(command)
    }

    pub(crate) fn remove(&self, path: &str) -> &Self {
        let path = self.folder.join(path);
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.expect("a fixture's file can be removed");
        self
    }

    pub(crate) fn rename(&self, from: &str, to: &str) -> &Self {
        fs::rename(self.folder.join(from), self.folder.join(to))
            .expect("a fixture's file can be renamed");
        self
    }
}

/// How a command ended and what it printed.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) success: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

pub(crate) fn said(mut command: Command) -> Said {
    let output = command.output().expect("the command can be started");
    Said {
        success: output.status.success(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
