//! The log of invalidations.

use super::{
    keys::{Keys, unpack},
    scripts::Reply,
};
use crate::cache::store::second_tier::{Effect, TierInvalidation};
use redis::Cmd;
use std::time::Duration;

/// The time for which the server waits for an invalidation before it sends an empty response.
pub(super) const BLOCK: Duration = Duration::from_millis(250);

/// The maximum number of entries in one response.
pub(super) const BATCH: usize = 500;

/// The command that reads the entries after an epoch.
pub(super) fn read_after(keys: &Keys, epoch: u64, block: Option<Duration>) -> Cmd {
    let mut command = redis::cmd("XREAD");
    command.arg("COUNT").arg(BATCH);
    if let Some(block) = block {
        command.arg("BLOCK").arg(block.as_millis().to_string());
    }
    command
        .arg("STREAMS")
        .arg(&keys.log)
        .arg(format!("{epoch}-0"));
    command
}

/// One entry.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LogEntry {
    pub(super) epoch: u64,
    /// The number of the invalidation.
    pub(super) id: u64,
    /// The number of the one before.
    pub(super) before: u64,
    pub(super) change: LogChange,
}

/// The content of an entry.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum LogChange {
    Invalidate(TierInvalidation),
    MakeAllStale,
}

/// Returns the letter of an effect in the log.
pub(super) fn letter(effect: Effect) -> &'static str {
    match effect {
        Effect::Hard => "h",
        Effect::Purge => "p",
        Effect::Soft => "s",
        Effect::SoftWithin(_) => "w",
    }
}

/// The letter of a soft invalidation of everything.
pub(super) const ALL: &str = "a";

/// Reads the entries of a response; `None` if one is malformed. `now` is the time of the server in microseconds.
pub(super) fn parse(response: Reply, now: u64) -> Option<Vec<LogEntry>> {
    let Some(stream) = response.items().into_iter().next() else {
        return Some(Vec::new());
    };
    let entries = stream.items().into_iter().nth(1)?.items();
    entries
        .into_iter()
        .map(|entry| parse_entry(entry, now))
        .collect()
}

fn parse_entry(entry: Reply, now: u64) -> Option<LogEntry> {
    let mut parts = entry.items().into_iter();
    let id = parts.next()?.bytes()?;
    let epoch = str::from_utf8(&id).ok()?.strip_suffix("-0")?.parse().ok()?;
    let mut fields = parts.next()?.items().into_iter();
    let mut field = |expected: &[u8]| {
        let name = fields.next()?.bytes()?;
        (name == expected).then(|| fields.next()).flatten()
    };
    let (id, before) = (field(b"i")?.number()?, field(b"p")?.number()?);
    let effect = field(b"k")?.bytes()?;
    let deadline = field(b"d")?.number()?;
    let tags = field(b"t")?.bytes()?;
    let effect = match &*effect {
        b"h" => Effect::Hard,
        b"p" => Effect::Purge,
        b"s" => Effect::Soft,
        b"w" => match deadline.saturating_sub(now) {
            0 => Effect::Hard,
            rest => Effect::SoftWithin(Duration::from_micros(rest)),
        },
        b"a" => {
            let change = LogChange::MakeAllStale;
            return Some(LogEntry {
                epoch,
                id,
                before,
                change,
            });
        }
        _ => return None,
    };
    let tags = unpack(&tags)?;
    let change = LogChange::Invalidate(TierInvalidation { tags, effect });
    Some(LogEntry {
        epoch,
        id,
        before,
        change,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::{Tag, store::shared::keys::pack};
    use redis::Value;

    fn text(text: impl AsRef<[u8]>) -> Value {
        Value::BulkString(text.as_ref().to_vec())
    }

    fn response(effect: &str, deadline: &str, tags: &[u8]) -> Reply {
        let fields = [b"i", b"7", b"p", b"6", b"k", effect.as_bytes(), b"d"]
            .map(text)
            .into_iter()
            .chain([deadline.as_bytes(), b"t", tags].map(text));
        let entry = Value::Array(vec![text("12-0"), Value::Array(fields.collect())]);
        let stream = Value::Array(vec![text("log"), Value::Array(vec![entry])]);
        Reply(Value::Array(vec![stream]))
    }

    #[test]
    fn entries_are_read_and_malformed_ones_are_not() {
        assert_eq!(parse(Reply(Value::Nil), 0), Some(Vec::new()));
        let tags = vec![Tag::user("a").unwrap(), Tag::path("/b")];
        for (letter, deadline, effect) in [
            ("h", "0", Effect::Hard),
            ("p", "0", Effect::Purge),
            ("s", "0", Effect::Soft),
            ("w", "3000", Effect::SoftWithin(Duration::from_millis(2))),
            ("w", "1000", Effect::Hard),
        ] {
            let entries = parse(response(letter, deadline, &pack(&tags)), 1_000);
            let tags = tags.clone();
            let change = LogChange::Invalidate(TierInvalidation { tags, effect });
            let entry = LogEntry {
                epoch: 12,
                id: 7,
                before: 6,
                change,
            };
            assert_eq!(entries, Some(vec![entry]));
        }
        let entries = parse(response(ALL, "0", b""), 0).unwrap();
        assert_eq!(entries[0].change, LogChange::MakeAllStale);
        for malformed in [
            response("x", "0", b""),
            response("h", "", b""),
            response("h", "0", b"\0"),
        ] {
            assert_eq!(parse(malformed, 0), None);
        }
    }
}
