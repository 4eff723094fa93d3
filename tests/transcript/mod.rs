//! Transcripts in the documentation: `curl` lines with the expected responses below them, which are compared with a running program.
//!
//! ````text
//! ```console
//! $ curl -s -X POST http://localhost:3000/items      a request, with the flags that `curl.rs` reads
//! < 201                                              the expected status
//! < content-type: text/plain; charset=utf-8          expected headers; others are ignored
//! the whole body,                                    without a line break at its end
//! …                                                  any lines, or none
//! ```
//! ````

mod client;
mod curl;
mod response;

pub use self::{
    client::Connection,
    curl::Request,
    response::{Expected, Response, fits},
};
use std::net::SocketAddr;

/// A command line and the expected response.
#[derive(Debug)]
pub struct Exchange {
    pub command: String,
    pub expected: Expected,
}

impl Exchange {
    /// Sends the request to a program and compares the response.
    pub fn check(&self, program: SocketAddr) -> Result<(), String> {
        let Self { command, expected } = self;
        let run = || {
            let response = Connection::open(program, &Request::parse(command)?)?.read_all()?;
            expected.compare(&response)
        };
        run().map_err(|problem: String| format!("$ {command}\n{problem}\n"))
    }
}

/// Reads the `console` blocks of a Markdown text.
pub fn exchanges(markdown: &str) -> Result<Vec<Exchange>, String> {
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
        Some(exchange) => Err(format!("no response below {:?}", exchange.command)),
        None => Ok(exchanges),
    }
}
