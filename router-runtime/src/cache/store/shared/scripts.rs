//! The scripts that run in the server, and the values that they return.

use super::connection::Connection;
use redis::{Cmd, ErrorKind, RedisResult, Script, ServerErrorKind, ToRedisArgs, Value};
use std::{borrow::Cow, sync::LazyLock, time::Duration};

/// A script, called by the hash of its text.
pub(super) struct ServerScript {
    text: &'static str,
    script: LazyLock<Script>,
}

macro_rules! scripts {
    ($($name:ident: $file:literal,)*) => {
        $(
            pub(super) static $name: ServerScript = ServerScript {
                text: include_str!($file),
                script: LazyLock::new(|| Script::new(include_str!($file))),
            };
        )*
    };
}

scripts! {
    CHECK: "scripts/check.lua",
    EXPIRE: "scripts/expire.lua",
    LEASE: "scripts/lease.lua",
    MARK: "scripts/mark.lua",
    PUT: "scripts/put.lua",
    READ: "scripts/read.lua",
    RELEASE: "scripts/release.lua",
    VERSIONS: "scripts/versions.lua",
}

/// The keys and arguments of one call.
pub(super) struct Arguments<'a> {
    keys: Vec<&'a str>,
    others: Vec<Cow<'a, [u8]>>,
}

impl<'a> Arguments<'a> {
    /// Starts with the keys, which are in one hash slot.
    pub(super) fn of_keys(keys: &[&'a str]) -> Self {
        Self {
            keys: keys.to_vec(),
            others: Vec::new(),
        }
    }

    /// Adds an argument.
    pub(super) fn with(mut self, argument: impl ToRedisArgs) -> Self {
        let argument = argument.to_redis_args();
        self.others.extend(argument.into_iter().map(Cow::Owned));
        self
    }

    /// Adds bytes, without a copy.
    pub(super) fn with_bytes(mut self, bytes: &'a [u8]) -> Self {
        self.others.push(Cow::Borrowed(bytes));
        self
    }

    fn command(&self, name: &str, script: &str) -> Cmd {
        let mut command = redis::cmd(name);
        command.arg(script).arg(self.keys.len());
        for key in &self.keys {
            command.arg(*key);
        }
        for argument in &self.others {
            command.arg(&argument[..]);
        }
        command
    }
}

impl ServerScript {
    /// Runs the script; its text is sent only if the server does not have it.
    pub(super) async fn run(
        &self,
        connection: &mut Connection,
        arguments: &Arguments<'_>,
        budget: Duration,
    ) -> RedisResult<Reply> {
        let command = arguments.command("EVALSHA", self.script.get_hash());
        let response = connection.query(&command, budget).await;
        let value = match response {
            Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {
                let command = arguments.command("EVAL", self.text);
                connection.query(&command, budget).await?
            }
            response => response?,
        };
        Ok(Reply(value))
    }
}

/// A value that the server returned. Values of another type than expected are absent.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reply(pub(super) Value);

impl Reply {
    /// The elements of an array.
    pub(super) fn items(self) -> Vec<Self> {
        match self.0 {
            Value::Array(items) => items.into_iter().map(Self).collect(),
            _ => Vec::new(),
        }
    }

    pub(super) fn bytes(self) -> Option<Vec<u8>> {
        match self.0 {
            Value::BulkString(bytes) => Some(bytes),
            Value::SimpleString(text) => Some(text.into_bytes()),
            _ => None,
        }
    }

    /// An integer, or a text that is one.
    pub(super) fn number(&self) -> Option<u64> {
        match &self.0 {
            Value::Int(number) => u64::try_from(*number).ok(),
            Value::BulkString(bytes) => str::from_utf8(bytes).ok()?.parse().ok(),
            _ => None,
        }
    }
}
