//! Advice about the server, given once.

use super::{
    connection::{Connection, within},
    scripts::Reply,
    state::State,
};
use redis::{RedisError, Value};

/// The oldest version of Redis that the tests cover.
const OLDEST: u32 = 7;

/// Warns about settings of the server with which the cache works, but badly. A user who may not read them gets no advice.
pub(super) async fn advise(state: &State, connection: &mut Connection) {
    let mut command = redis::cmd("INFO");
    command.arg("everything");
    let Ok(info) = within(state.budget, connection.query(&command)).await else {
        return;
    };
    let mut texts = Vec::new();
    collect(info, &mut texts);
    let mut advice: Vec<String> = texts.iter().flat_map(|text| advice_for(text)).collect();
    advice.dedup();
    for advice in advice {
        tracing::warn!(server = state.server, "{advice}");
    }
}

/// A cluster responds with one text for each node.
fn collect(value: Value, texts: &mut Vec<String>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| collect(value, texts)),
        Value::Map(values) => values
            .into_iter()
            .for_each(|(_, value)| collect(value, texts)),
        Value::VerbatimString { text, .. } => texts.push(text),
        value => {
            let bytes = Reply(value).bytes();
            texts.extend(bytes.and_then(|bytes| String::from_utf8(bytes).ok()));
        }
    }
}

fn advice_for(info: &str) -> Vec<String> {
    let setting = |name: &str| {
        let mut lines = info.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
    };
    let mut advice = Vec::new();
    if let Some(version) = setting("redis_version")
        && let Some(Ok(major)) = version.split('.').next().map(str::parse::<u32>)
        && major < OLDEST
    {
        advice.push(format!(
            "the shared store is Redis {version}; help: use Redis {OLDEST} or later, or Valkey"
        ));
    }
    match setting("maxmemory_policy") {
        Some(policy) if policy.starts_with("allkeys") => advice.push(format!(
            "`maxmemory-policy` of the shared store is `{policy}`, which may evict the invalidated tags, and with them all stored \
             responses; help: set `maxmemory-policy volatile-lru`"
        )),
        Some("noeviction") => advice.push(
            "`maxmemory-policy` of the shared store is `noeviction`, so nothing is stored once its memory is full; help: set \
             `maxmemory` and `maxmemory-policy volatile-lru`"
                .to_owned(),
        ),
        Some("volatile-ttl") => advice.push(
            "`maxmemory-policy` of the shared store is `volatile-ttl`, which evicts the responses that are being generated first; \
             help: set `maxmemory-policy volatile-lru`"
                .to_owned(),
        ),
        _ => {}
    }
    advice
}

/// Returns what a user can do about the error of a connection.
pub(super) fn help(error: &RedisError) -> &'static str {
    let text = error.to_string();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    // The second is the response to a command with many arguments.
    if says(&["NOAUTH", "unauthenticated"]) {
        "; help: the server requires a password: `redis://user:password@host:6379`"
    } else if says(&[
        "WRONGPASS",
        "invalid password",
        "Password authentication failed",
    ]) {
        "; help: check the user and the password in the URL"
    } else if says(&["NOPERM", "no permissions"]) {
        "; help: the user lacks a permission; the guide lists those that the cache needs"
    } else if says(&["certificate", "UnknownIssuer"]) {
        "; help: set `Redis::ca_certificate` to the certificate that signed that of the server"
    } else if says(&["READONLY"]) {
        "; help: the server is a replica; use the URL of its primary"
    } else if says(&["OOM"]) {
        "; help: set `maxmemory-policy volatile-lru`, or raise `maxmemory`"
    } else if says(&["MOVED", "CROSSSLOT"]) {
        "; help: the server is a node of a cluster; use `redis+cluster://`"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_harm_the_cache_are_reported() {
        for (info, expected) in [
            (
                "redis_version:7.0.15\r\nmaxmemory_policy:volatile-lru\r\n",
                &[][..],
            ),
            (
                "redis_version:7.2.4\r\nmaxmemory_policy:volatile-lfu\r\n",
                &[],
            ),
            ("maxmemory_policy:allkeys-lru\r\n", &["`allkeys-lru`"]),
            ("maxmemory_policy:noeviction\r\n", &["`noeviction`"]),
            ("maxmemory_policy:volatile-ttl\r\n", &["`volatile-ttl`"]),
            ("redis_version:6.2.1\r\n", &["Redis 6.2.1"]),
            ("", &[]),
        ] {
            let advice = advice_for(info);
            assert_eq!(advice.len(), expected.len(), "{info}");
            for (advice, expected) in advice.iter().zip(expected) {
                assert!(advice.contains(expected), "{advice}");
            }
        }
    }
}
