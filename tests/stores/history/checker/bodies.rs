//! I2: every body comes whole from a run of exactly its key. I6: what must not be stored is sent at most once.

use super::{Operation, Violation, view::View};
use crate::history::{Content, Reply, RunKind};
use std::collections::HashMap;

pub fn check(view: &View<'_>, found: &mut Vec<Violation>) {
    let mut receivers: HashMap<usize, usize> = HashMap::new();
    for (index, read) in view.history.reads.iter().enumerate() {
        let Reply::Response { content, .. } = &read.reply else {
            continue;
        };
        let body = match content {
            Content::OfRun(body) => body,
            Content::Error => continue,
            Content::Broken(_) => {
                let text = "the body is not whole";
                found.push(Violation::new("I2", text, &[Operation::Read(index)]));
                continue;
            }
        };
        let Some(run) = view.history.runs.get(body.run) else {
            let text = "there is no such run";
            found.push(Violation::new("I2", text, &[Operation::Read(index)]));
            continue;
        };
        let operations = [Operation::Run(body.run), Operation::Read(index)];
        if Some(read.key) != body.key || run.key != read.key || run.version != body.version {
            let text = "the body is of another key than the request";
            found.push(Violation::new("I2", text, &operations));
        }
        if run.kind != RunKind::Storable && read.is_stored() {
            let text = "a response was stored that must not be";
            found.push(Violation::new("I6", text, &operations));
        }
        if matches!(run.kind, RunKind::Cookie | RunKind::Private)
            && let Some(other) = receivers.insert(body.run, index)
        {
            let text = "two clients got a response that is for one of them";
            let operations = [operations[0], Operation::Read(other), operations[1]];
            found.push(Violation::new("I6", text, &operations));
        }
    }
}
