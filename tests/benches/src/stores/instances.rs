//! Two processes of an application that share a Redis server: file routes, and Next.js with a handler from npm.

use super::{data::Data, redis::Redis};
use crate::{
    Result,
    http::Running,
    load::{first_response, free_port},
};
use std::{path::PathBuf, process::Command};

/// An application with `GET /item/{id}`, or another prefix, which is cached with the tag `item-{id}`, `POST /revalidate/{id}`, which
/// invalidates that tag, and `GET /runs/{id}`, the number of runs of the first handler in this process.
#[derive(Debug)]
pub(super) struct Application {
    /// Its title in the tables.
    pub(super) title: String,
    /// The start of the paths of the items.
    pub(super) prefix: &'static str,
    program: PathBuf,
    arguments: Vec<PathBuf>,
    variables: &'static [(&'static str, &'static str)],
}

impl Application {
    pub(super) fn new(title: impl Into<String>, program: PathBuf, arguments: Vec<PathBuf>) -> Self {
        Self {
            title: title.into(),
            prefix: "/item/",
            program,
            arguments,
            variables: &[],
        }
    }

    /// Sets environment variables of its processes.
    pub(super) fn with_variables(self, variables: &'static [(&'static str, &'static str)]) -> Self {
        Self { variables, ..self }
    }

    pub(super) fn with_prefix(self, prefix: &'static str) -> Self {
        Self { prefix, ..self }
    }

    /// Starts a process, and waits until it responds.
    pub(super) fn start(&self, redis: &Redis, data: Option<&Data>) -> Result<Running> {
        self.start_with(redis, data, &[])
    }

    /// Does the same with these variables.
    pub(super) fn start_with(
        &self,
        redis: &Redis,
        data: Option<&Data>,
        variables: &[(&str, &str)],
    ) -> Result<Running> {
        let port = free_port()?;
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .env("HOST", "127.0.0.1")
            .env("PORT", port.to_string())
            .env("REDIS", redis.url())
            .env("REDIS_URL", redis.url())
            .env("NEXT_TELEMETRY_DISABLED", "1")
            .envs(self.variables.iter().chain(variables).copied());
        if let Some(data) = data {
            command.env("DATA", data.address().to_string());
        }
        let running = Running::start_command(command, port)?;
        first_response(port, "/runs/none")?;
        Ok(running)
    }

    /// Starts two processes.
    pub(super) fn start_two(&self, redis: &Redis, data: &Data) -> Result<[Running; 2]> {
        Ok([
            self.start(redis, Some(data))?,
            self.start(redis, Some(data))?,
        ])
    }
}
