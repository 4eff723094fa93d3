//! `curl` lines sent to the running example.

use router_tests::{
    example_app::start,
    program::Program,
    transcript::{Connection, Request, Response, exchanges},
};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// The program shared by tests that do not change its state. It exits with the last of these tests; a static would never be
/// dropped.
static PROGRAM: Mutex<Weak<Program>> = Mutex::new(Weak::new());

fn program() -> Arc<Program> {
    let mut shared = PROGRAM.lock().unwrap_or_else(PoisonError::into_inner);
    shared.upgrade().unwrap_or_else(|| {
        let program = Arc::new(start());
        *shared = Arc::downgrade(&program);
        program
    })
}

/// Asserts that the example sends these responses. [`router_tests::transcript`] describes the format.
pub(crate) fn shows(lines: &str) {
    shows_by(&program(), lines);
}

/// Like [`shows`], with a running program.
pub(crate) fn shows_by(program: &Program, lines: &str) {
    let lines: Vec<&str> = lines.trim().lines().map(str::trim_start).collect();
    let block = format!("```console\n{}\n```\n", lines.join("\n"));
    let exchanges = exchanges(&block).unwrap();
    assert!(!exchanges.is_empty(), "{block}");
    for exchange in exchanges {
        if let Err(problem) = exchange.check(program.address) {
            panic!("\n{problem}");
        }
    }
}

/// Sends the request of a `curl` line, from its first argument on.
pub(crate) fn open(program: &Program, arguments: &str) -> Connection {
    let request = Request::parse(&format!("curl {arguments}")).unwrap();
    Connection::open(program.address, &request).unwrap()
}

pub(crate) fn ask(program: &Program, arguments: &str) -> Response {
    open(program, arguments).read_all().unwrap()
}
