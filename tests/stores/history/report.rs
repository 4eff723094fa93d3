//! The operations of a violation as text.

use crate::{
    checker::{Operation, Violation},
    history::{BodyOfRun, Content, History, Life, Outcome, Reply, Target, Time},
    workload::{Key, STRONG},
};
use std::fmt::Write as _;

/// Returns the text of a violation: its operations in the order of their starts, and the disturbances meanwhile.
pub fn report(violation: &Violation, history: &History, keys: &[Key]) -> String {
    let mut text = format!("{}: {}\n", violation.invariant, violation.text);
    let mut operations = violation.operations.clone();
    operations.sort_by_key(|it| it.span(history));
    for operation in operations {
        let time = span(operation.span(history));
        let _ = writeln!(text, "  {time}  {}", line(operation, history, keys));
    }
    let (start, end) = violation.span(history);
    let others = others(violation, history, (start, end));
    if !others.is_empty() {
        text += "other runs and calls for the key meanwhile:\n";
    }
    for operation in others {
        let time = span(operation.span(history));
        let _ = writeln!(text, "  {time}  {}", line(operation, history, keys));
    }
    text += "disturbances:\n";
    let during = history.disturbances.iter().filter(|it| {
        it.start <= end && it.end.is_none_or(|over| over + Time::from_secs(5) >= start)
    });
    for it in during {
        let time = span((it.start, it.end.unwrap_or(end)));
        let _ = writeln!(text, "  {time}  {} {}", target(it.target), it.text);
    }
    text
}

/// Returns the other runs and writes of the key within a time, in the order of their starts.
fn others(violation: &Violation, history: &History, (start, end): (Time, Time)) -> Vec<Operation> {
    let of_key = violation.operations.iter().find_map(|it| match it {
        Operation::Run(run) => Some(history.runs[*run].key),
        Operation::Read(read) => Some(history.reads[*read].key),
        Operation::Write(_) | Operation::Meter(_) => None,
    });
    let Some(key) = of_key else {
        return Vec::new();
    };
    let from = start.saturating_sub(Time::from_secs(1));
    let runs = (0..history.runs.len()).filter(|it| history.runs[*it].key == key);
    let has_key = |index: &usize| history.writes[*index].versions.iter().any(|it| it.0 == key);
    let writes = (0..history.writes.len()).filter(has_key);
    let all = runs.map(Operation::Run).chain(writes.map(Operation::Write));
    let mut others: Vec<Operation> = all
        .filter(|it| {
            let span = it.span(history);
            span.0 <= end && span.1 >= from && !violation.operations.contains(it)
        })
        .collect();
    others.sort_by_key(|it| it.span(history));
    others
}

fn span((start, end): (Time, Time)) -> String {
    format!(
        "{:>10.6} s to {:>10.6} s",
        start.as_secs_f64(),
        end.as_secs_f64()
    )
}

fn life(life: Life) -> String {
    let strong = if life.instance == STRONG {
        ", strong"
    } else {
        ""
    };
    format!("instance {}.{}{strong}", life.instance, life.number)
}

/// Returns the name of a target.
pub fn target(target: Target) -> String {
    match target {
        Target::Redis => "Redis".to_owned(),
        Target::Instance(instance) => format!("instance {instance}"),
        Target::Link(instance) => format!("the connection of instance {instance}"),
        Target::Links => "every connection".to_owned(),
    }
}

fn line(operation: Operation, history: &History, keys: &[Key]) -> String {
    match operation {
        Operation::Run(index) => {
            let run = &history.runs[index];
            let (by, name, version) = (life(run.life), &keys[run.key].name, run.version);
            let end = if run.end.is_some() {
                ""
            } else {
                ", and does not end"
            };
            format!("{by}: run {index} of {name} reads version {version}{end}")
        }
        Operation::Write(index) => {
            let write = &history.writes[index];
            let mut versions = write
                .versions
                .iter()
                .take(4)
                .fold(String::new(), |mut text, it| {
                    let _ = write!(text, " {}={}", keys[it.0].name, it.1);
                    text
                });
            if write.versions.len() > 4 {
                versions += " …";
            }
            let outcome = match write.end {
                Some((_, Outcome::Acknowledged)) => "acknowledged",
                Some((_, Outcome::Local)) => "applied here",
                Some((_, Outcome::Unknown)) => "without a response",
                None => "not ended",
            };
            let (by, call) = (life(write.life), &write.call);
            format!("{by}: {call} after setting{versions}: {outcome}")
        }
        Operation::Read(index) => {
            let read = &history.reads[index];
            let (by, name) = (life(read.life), &keys[read.key].name);
            let reply = match &read.reply {
                Reply::None(error) => error.clone(),
                Reply::Response {
                    status,
                    label,
                    age,
                    content,
                } => {
                    let label = label.map_or("no label".to_owned(), |it| format!("{it:?}"));
                    let age = age.map(|age| format!(", age {age}")).unwrap_or_default();
                    let content = match content {
                        Content::OfRun(BodyOfRun { run, version, .. }) => {
                            format!("run {run}, version {version}")
                        }
                        Content::Error => "an error page".to_owned(),
                        Content::Broken(text) => format!("a broken body: {text}"),
                    };
                    format!("{status} {label}{age}: {content}")
                }
            };
            format!("{by}: GET {name}: {reply}")
        }
        Operation::Meter(index) => {
            let meter = &history.meters[index];
            format!("{}: {} bytes in memory", life(meter.life), meter.bytes)
        }
    }
}
