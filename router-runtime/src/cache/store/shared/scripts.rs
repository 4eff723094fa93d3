//! The scripts that run in the server, and the values that they return.

use super::connection::Connection;
use crate::decimal::decimal;
use redis::{Arg, Cmd, ErrorKind, RedisResult, Script, ServerErrorKind, ToRedisArgs, Value};
use std::sync::LazyLock;

/// Enough for most calls, so that the buffers of a call do not grow.
const TYPICAL_ARGUMENTS: usize = 16;
const TYPICAL_BYTES: usize = 256;

/// A script, called by the hash of its text.
pub(super) struct ServerScript {
    text: &'static str,
    hash: LazyLock<String>,
}

macro_rules! scripts {
    ($($name:ident: $file:literal,)*) => {
        $(
            pub(super) static $name: ServerScript = ServerScript {
                text: include_str!($file),
                hash: LazyLock::new(|| Script::new(include_str!($file)).get_hash().to_owned()),
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

impl ServerScript {
    /// Starts a call with the keys, which are in one hash slot.
    pub(super) fn of_keys(&self, keys: &[&str]) -> Call {
        let mut command = Cmd::with_capacity(TYPICAL_ARGUMENTS, TYPICAL_BYTES);
        command.arg("EVALSHA").arg(&*self.hash).arg(keys.len());
        for key in keys {
            command.arg(*key);
        }
        Call {
            text: self.text,
            command,
        }
    }
}

/// A call of a script, with its keys and arguments.
pub(super) struct Call {
    text: &'static str,
    command: Cmd,
}

impl Call {
    /// Adds an argument.
    pub(super) fn with(mut self, argument: impl ToRedisArgs) -> Self {
        self.command.arg(argument);
        self
    }

    /// Runs the script; its text is sent only if the server does not have it.
    pub(super) async fn run(&self, connection: &mut Connection) -> RedisResult<Reply> {
        let response = connection.query(&self.command).await;
        let value = match response {
            Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {
                connection.query(&self.with_text()).await?
            }
            response => response?,
        };
        Ok(Reply(value))
    }

    /// The same call by the text instead of its hash.
    fn with_text(&self) -> Cmd {
        let mut command = redis::cmd("EVAL");
        command.arg(self.text);
        for argument in self.command.args_iter().skip(2) {
            if let Arg::Simple(bytes) = argument {
                command.arg(bytes);
            }
        }
        command
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
            Value::BulkString(bytes) => decimal(bytes),
            _ => None,
        }
    }
}
