//! Command lines put to the running example.

use crate::{
    example::start,
    program::Program,
    transcript::{Connection, Request, answer::Answer, exchanges},
};
use std::sync::LazyLock;

/// One program for all tests that neither change it nor mind what others change.
static PROGRAM: LazyLock<Program> = LazyLock::new(start);

/// Whether the example answers so; the form is told in `transcript/mod.rs`.
pub(crate) fn shows(lines: &str) {
    shows_by(&PROGRAM, lines);
}

/// The same of a program of one's own.
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

/// Sends what a curl line would, from its first argument on.
pub(crate) fn open(program: &Program, arguments: &str) -> Connection {
    let request = Request::parse(&format!("curl {arguments}")).unwrap();
    Connection::open(program.address, &request).unwrap()
}

pub(crate) fn ask(program: &Program, arguments: &str) -> Answer {
    open(program, arguments).read_all().unwrap()
}
