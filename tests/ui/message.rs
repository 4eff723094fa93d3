//! The compiler's messages, without parts that differ between machines.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::Value;

/// One error or warning with its notes.
#[derive(Debug)]
pub(crate) struct Message {
    level: String,
    text: String,
}

/// The messages of every binary that cargo has finished.
pub(crate) fn by_target(output: &str) -> BTreeMap<String, Vec<Message>> {
    let mut found: BTreeMap<String, Vec<Message>> = BTreeMap::new();
    for line in output.lines() {
        let Ok(entry) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        if entry["target"]["kind"][0] != "bin" {
            continue;
        }
        let Some(target) = entry["target"]["name"].as_str() else {
            continue;
        };
        let messages = found.entry(target.to_owned()).or_default();
        if entry["reason"] == "compiler-message" {
            messages.extend(read(&entry["message"]));
        }
    }
    found
}

/// The text of an `expected.txt`.
pub(crate) fn report(messages: &[Message]) -> String {
    let count = |level: &str| {
        messages
            .iter()
            .filter(|message| message.level.starts_with(level))
            .count()
    };
    let mut report = format!(
        "errors: {}, warnings: {}\n",
        count("error"),
        count("warning")
    );
    let other = messages.len() - count("error") - count("warning");
    if other > 0 {
        let _ = writeln!(report, "others: {other}");
    }
    for message in messages {
        report.push('\n');
        report.push_str(&message.text);
    }
    report
}

/// One message; `None` for rustc's summary lines.
fn read(message: &Value) -> Option<Message> {
    let level = text(&message["level"]);
    let main = text(&message["message"]);
    let spans = places(message);
    let is_summary = main.starts_with("aborting due to") || main.ends_with("emitted");
    if level == "failure-note" || (is_summary && spans.is_empty()) {
        return None;
    }
    let code = message["code"]["code"]
        .as_str()
        .map(|code| format!("[{code}]"))
        .unwrap_or_default();
    let mut rendered = format!("{level}{code}: {main}\n{spans}");
    for child in list(&message["children"]) {
        let note = text(&child["message"]);
        // The list of other types depends on axum's version; paths depend on the machine.
        let passes = [
            "the following other types implement trait",
            "the full name for the type has been written to",
            "consider using `--verbose`",
        ];
        if !passes.iter().any(|start| note.starts_with(start)) {
            let _ = write!(
                rendered,
                "  = {}: {note}\n{}",
                text(&child["level"]),
                places(child)
            );
        }
    }
    Some(Message {
        level,
        text: rendered,
    })
}

/// ` --> file:line:column: label`, one line per place. Files of dependencies are shown by name only.
fn places(message: &Value) -> String {
    let mut lines = String::new();
    for span in list(&message["spans"]) {
        let (line, column) = (&span["line_start"], &span["column_start"]);
        let file = text(&span["file_name"]);
        let place = if file.starts_with("cases/") {
            format!("{file}:{line}:{column}")
        } else {
            let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
            format!("… {name}")
        };
        let arrow = if span["is_primary"] == true {
            "-->"
        } else {
            ":::"
        };
        let label = span["label"]
            .as_str()
            .map(|label| format!(": {label}"))
            .unwrap_or_default();
        let _ = writeln!(lines, "  {arrow} {place}{label}");
    }
    lines
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
