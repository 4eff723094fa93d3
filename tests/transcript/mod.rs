//! Command lines with the answers below them, as the example's files and the README show them, put to a running program.
//!
//! ````text
//! ```console
//! $ curl -s -X POST http://localhost:3000/items      a request; the flags of curl that `curl.rs` knows
//! < 201                                              the status of its answer
//! < content-type: text/plain; charset=utf-8          headers that it must have; others may be there
//! the body, to the letter,                           but for one line break at its end
//! …                                                  any lines, or none
//! ```
//! ````

mod answer;
mod client;
mod curl;

pub(crate) use self::{answer::Expected, client::Connection, curl::Request};
use std::net::SocketAddr;

/// A command line and its answer.
#[derive(Debug)]
pub(crate) struct Exchange {
    pub(crate) command: String,
    pub(crate) expected: Expected,
}

impl Exchange {
    /// Puts the request to a program and compares.
    pub(crate) fn check(&self, program: SocketAddr) -> Result<(), String> {
        let Self { command, expected } = self;
        let run = || {
            let answer = Connection::open(program, &Request::parse(command)?)?.read_all()?;
            expected.compare(&answer)
        };
        run().map_err(|problem: String| format!("$ {command}\n{problem}\n"))
    }
}

/// Reads the `console` blocks of a Markdown text.
pub(crate) fn exchanges(markdown: &str) -> Result<Vec<Exchange>, String> {
    let mut exchanges: Vec<Exchange> = Vec::new();
    let mut in_block = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            in_block = line == "```console";
        } else if !in_block {
        } else if let Some(command) = line.strip_prefix("$ ") {
            exchanges.push(Exchange {
                command: command.to_owned(),
                expected: Expected::default(),
            });
        } else {
            let exchange = exchanges.last_mut();
            let exchange = exchange.ok_or_else(|| format!("no command above {line:?}"))?;
            exchange.expected.add(line)?;
        }
    }
    match exchanges.iter().find(|it| it.expected.status == 0) {
        Some(exchange) => Err(format!("no answer below {:?}", exchange.command)),
        None => Ok(exchanges),
    }
}
