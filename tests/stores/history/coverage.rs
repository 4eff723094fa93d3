//! The operations without which a history proves little, although no invariant is violated.

use crate::{
    history::{Disturbance, History, Label, Outcome, Read, Target, Write},
    report,
};

/// Returns what a history lacks, as text; `None` if it has everything. `kinds` are the disturbances that it has to contain.
pub fn missing(history: &History, kinds: &[(Target, &str)]) -> Option<String> {
    let has_read = |label: Label| {
        let is_of = |read: &Read| read.label() == Some(label) && read.body().is_some();
        history.reads.iter().any(is_of)
    };
    let is_acknowledged = |write: &Write| matches!(write.end, Some((_, Outcome::Acknowledged)));
    let expected = [
        (
            "acknowledged writes",
            history.writes.iter().any(is_acknowledged),
        ),
        ("hits", has_read(Label::Hit)),
        ("responses from Redis", has_read(Label::Loaded)),
        ("stale responses", has_read(Label::Stale)),
        ("runs", has_read(Label::Run)),
        (
            "bytes in memory",
            history.meters.iter().any(|it| it.bytes > 0),
        ),
    ];
    let has_kind = |kind: (Target, &str)| {
        let is_of = |it: &Disturbance| (it.target, it.text) == kind && it.end.is_some();
        history.disturbances.iter().any(is_of)
    };
    let missing = expected.iter().filter(|it| !it.1);
    let mut missing: Vec<String> = missing.map(|it| format!("no {}", it.0)).collect();
    for kind in kinds.iter().filter(|kind| !has_kind(**kind)) {
        missing.push(format!(
            "no time in which {} {}",
            report::target(kind.0),
            kind.1
        ));
    }
    (!missing.is_empty()).then(|| missing.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        history::{BodyOfRun, Content, Life, Meter, Reply, Target, Time},
        workload::Effect,
    };

    const LIFE: Life = Life {
        instance: 0,
        number: 0,
    };

    fn read(label: Label) -> Read {
        let body = BodyOfRun {
            run: 0,
            key: Some(0),
            version: 0,
        };
        Read {
            key: 0,
            life: LIFE,
            start: Time::ZERO,
            end: Time::ZERO,
            reply: Reply::Response {
                status: 200,
                label: Some(label),
                age: Some(0),
                content: Content::OfRun(body),
            },
        }
    }

    fn whole() -> History {
        let at = Time::ZERO;
        History {
            reads: [Label::Hit, Label::Loaded, Label::Stale, Label::Run]
                .map(read)
                .to_vec(),
            writes: vec![Write {
                life: LIFE,
                call: String::new(),
                effect: Effect::Hard,
                versions: Vec::new(),
                start: at,
                end: Some((at, Outcome::Acknowledged)),
            }],
            meters: vec![Meter {
                life: LIFE,
                at,
                bytes: 1,
                failures: 0,
                paused: at,
            }],
            disturbances: vec![Disturbance {
                target: Target::Redis,
                text: "is frozen",
                start: at,
                end: Some(at),
            }],
            ..History::default()
        }
    }

    #[test]
    fn a_history_that_lacks_an_operation_proves_little() {
        let kinds = [(Target::Redis, "is frozen")];
        assert_eq!(missing(&whole(), &kinds), None);
        let without = |change: fn(&mut History)| {
            let mut history = whole();
            change(&mut history);
            missing(&history, &kinds).unwrap()
        };
        for (change, expected) in [
            (
                (|it| it.writes[0].end = Some((Time::ZERO, Outcome::Local))) as fn(&mut History),
                "no acknowledged writes",
            ),
            (|it| drop(it.reads.remove(0)), "no hits"),
            (|it| drop(it.reads.remove(1)), "no responses from Redis"),
            (|it| drop(it.reads.remove(2)), "no stale responses"),
            (|it| drop(it.reads.remove(3)), "no runs"),
            (|it| it.meters[0].bytes = 0, "no bytes in memory"),
            (
                |it| it.disturbances[0].end = None,
                "no time in which Redis is frozen",
            ),
        ] {
            assert_eq!(without(change), expected);
        }
    }
}
