//! `curl` lines sent to the running example.

use router_tests::{
    example_app::start,
    program::Program,
    transcript::{Connection, Request, Response, exchanges},
};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// One program for the tests that neither change it nor depend on changes of others. It ends with the last of them; a static
/// would outlive them all.
static PROGRAM: Mutex<Weak<Program>> = Mutex::new(Weak::new());

fn program() -> Arc<Program> {
    let mut shared = PROGRAM.lock().unwrap_or_else(PoisonError::into_inner);
    shared.upgrade().unwrap_or_else(|| {
        let program = Arc::new(start());
        *shared = Arc::downgrade(&program);
        program
    })
}

/// Asserts that the example gives these responses; see [`router_tests::transcript`] for the form.
pub(crate) fn shows(lines: &str) {
    shows_by(&program(), lines);
}

/// As [`shows`], for a program that was started before.
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
