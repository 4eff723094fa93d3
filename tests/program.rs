//! Programs that a test builds with cargo and talks to over a socket.

use serde_json::Value;
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
};

/// Runs a `cargo build …` and returns the path of the executable.
pub fn build(cargo: &mut Command) -> PathBuf {
    let (executables, notes) = build_all(cargo);
    let first = executables.into_values().next();
    first.unwrap_or_else(|| panic!("cargo build made no executable:\n{notes}"))
}

/// Runs a `cargo build …` and returns the paths of all executables by their names, and the messages of cargo.
pub fn build_all(cargo: &mut Command) -> (BTreeMap<String, PathBuf>, String) {
    let output = cargo
        .arg("--message-format=json-render-diagnostics")
        .output()
        .expect("cargo runs");
    let notes = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "cargo build failed:\n{notes}");
    let messages = String::from_utf8_lossy(&output.stdout);
    let messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let executables = messages.filter_map(|message| {
        let executable = message.get("executable")?.as_str()?;
        let name = message["target"]["name"].as_str()?;
        Some((name.to_owned(), PathBuf::from(executable)))
    });
    (executables.collect(), notes)
}

/// A running program, which is killed when the value is dropped.
#[derive(Debug)]
pub struct Program {
    child: Child,
    pub address: SocketAddr,
    /// The lines up to the one with the address.
    pub log: String,
}

impl Program {
    /// Starts a program on a free port, and waits for the line with its address, and until it is ready.
    pub fn start(command: &mut Command) -> Self {
        let mut child = command
            .env("HOST", "127.0.0.1")
            .env("PORT", "0")
            .env("NO_COLOR", "1")
            .env_remove("RUST_LOG")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let output = child.stdout.take().expect("the output is piped");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let mut log = String::new();
        let mut is_served_by_router = false;
        let address = lines.find_map(|line| {
            log = format!("{log}{line}\n");
            let (before, address) = line.split_once("listening on http://")?;
            is_served_by_router = before.contains("router_runtime");
            address.parse().ok()
        });
        // Another server has no line of its own for it.
        let is_ready = !is_served_by_router || lines.any(|line| line.ends_with(" ready"));
        assert!(is_ready, "the program is ready");
        // A program blocks on a full pipe if its output is not read.
        thread::spawn(move || lines.for_each(drop));
        Self {
            child,
            address: address.expect("the program prints its address"),
            log,
        }
    }
}

impl Program {
    /// The identifier of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until the program ends by itself.
    pub fn wait(&mut self) -> ExitStatus {
        self.child.wait().expect("the program can be awaited")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
