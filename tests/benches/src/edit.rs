//! The time from an edit of one file until a browser sees it, in the folder tree of a real application with 704 files.

use crate::{
    Result,
    handlers::edit_literal,
    load::{first_response, free_port},
    project::{Project, Purpose},
    report::Report,
    table::{Table, median},
    work::{Work, finish},
};
use serde_json::Value;
use std::{
    fmt::Write as _,
    fs,
    process::{Command, Stdio},
    time::Instant,
};

/// The folders of dub.co's dashboard, which other tests use as well.
const TREE: &str = include_str!("../../oracle/data/tree_dub.json");

/// Titles for groups of rustc's passes.
const PASSES: [(&str, &[&str]); 4] = [
    (
        "expansion: reading all files, `routes!`",
        &["macro_expand_crate"],
    ),
    (
        "checks: names, types, borrows",
        &[
            "resolve_crate",
            "misc_checking_1",
            "type_check_crate",
            "MIR_borrow_checking",
            "misc_checking_3",
        ],
    ),
    ("machine code", &["codegen_crate", "finish_ongoing_codegen"]),
    ("linking", &["link"]),
];

/// The parts of the time from an edit to its response, in seconds.
#[derive(Debug, Default)]
struct Timings {
    passes: [f64; PASSES.len()],
    rest_of_rustc: f64,
    cargo: f64,
    response: f64,
}

/// Prints the time and its parts.
pub fn run(report: &mut Report, work: &Work, repeat: usize) -> Result<()> {
    let project = Project::create(&work.projects(), "dub", Purpose::Compile, "")?;
    let (count, edited) = write(&project)?;
    eprintln!("preparing {}", project.name);
    finish(&mut build(work, &project))?;
    let step = (edited.len() / repeat.max(1)).max(1);
    let files = edited.iter().skip(step / 2).step_by(step).take(repeat);
    let mut edits = Vec::new();
    for file in files {
        let timings = edit(work, &project, file)?;
        eprintln!("{}: {:.2} s", file.path, timings.total());
        edits.push(timings);
    }
    let share = |of: &dyn Fn(&Timings) -> f64| median(edits.iter().map(of).collect());
    let mut table = Table::new(vec![
        format!("{count} files, dev profile"),
        "wall time".to_owned(),
    ]);
    let mut push = |title: &str, seconds: Option<f64>| {
        let seconds = seconds.map_or_else(String::new, |it| format!("{it:.2} s"));
        table.push(vec![title.to_owned(), seconds]);
    };
    for (index, (title, _)) in PASSES.iter().enumerate() {
        push(title, share(&|timings| timings.passes[index]));
    }
    push("the rest of rustc", share(&|timings| timings.rest_of_rustc));
    push("cargo", share(&|timings| timings.cargo));
    push(
        "start of the server, first response",
        share(&|timings| timings.response),
    );
    push("from the edit to its response", share(&Timings::total));
    writeln!(report, "## From an edit to its response\n")?;
    writeln!(
        report,
        "A literal is edited in one of the files of a real application's tree (`tests/oracle/data/tree_dub.json`), \
         `cargo build` is run, the server started and requested over HTTP until it sends the new text. Medians of {} \
         edited files.\n",
        edits.len()
    )?;
    writeln!(report, "{table}")?;
    Ok(())
}

impl Timings {
    fn total(&self) -> f64 {
        self.passes.iter().sum::<f64>() + self.rest_of_rustc + self.cargo + self.response
    }
}

/// A file without parameters, and its path.
#[derive(Debug)]
struct Edited {
    file: String,
    path: String,
}

fn edit(work: &Work, project: &Project, edited: &Edited) -> Result<Timings> {
    let file = project.folder.join(&edited.file);
    let text = fs::read_to_string(&file)?;
    let text = edit_literal(&text).ok_or("nothing to edit")?;
    let is_new = |body: &[u8]| body.starts_with(b"fine ");
    let started = Instant::now();
    fs::write(&file, text)?;
    let output = build(work, project).output()?;
    let built = started.elapsed().as_secs_f64();
    let passes = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        return Err(passes.into_owned().into());
    }
    let port = free_port()?;
    let started = Instant::now();
    let mut server = Command::new(work.target().join("debug").join(&project.name))
        .env("PORT", port.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let response = first_response(port, &edited.path);
    let responded = started.elapsed().as_secs_f64();
    server.kill()?;
    server.wait()?;
    if !is_new(&response?.body) {
        return Err(format!("{} does not send the new text", edited.path).into());
    }
    timings(&passes, built, responded)
}

fn timings(text: &str, built: f64, response: f64) -> Result<Timings> {
    let mut timings = Timings {
        response,
        ..Timings::default()
    };
    let mut total = None;
    let lines = text.lines().filter_map(|line| line.split_once('{'));
    for (_, line) in lines {
        let Ok(line) = serde_json::from_str::<Value>(&format!("{{{line}")) else {
            continue;
        };
        let (Some(pass), Some(seconds)) = (line["pass"].as_str(), line["time"].as_f64()) else {
            continue;
        };
        if pass == "total" {
            total = Some(seconds);
        }
        for (sum, (_, passes)) in timings.passes.iter_mut().zip(PASSES) {
            if passes.contains(&pass) {
                *sum += seconds;
            }
        }
    }
    let total = total.ok_or_else(|| format!("rustc did not report its passes:\n{text}"))?;
    timings.rest_of_rustc = total - timings.passes.iter().sum::<f64>();
    timings.cargo = built - total;
    Ok(timings)
}

fn build(work: &Work, project: &Project) -> Command {
    let mut command = work.cargo(project, "rustc");
    command
        .args(["--", "-Ztime-passes", "-Ztime-passes-format=json"])
        .env("RUSTC_BOOTSTRAP", "1");
    command
}

/// Writes the files; returns their number and those without parameters.
fn write(project: &Project) -> Result<(usize, Vec<Edited>)> {
    project.write(
        "build.rs",
        "fn main() {\n    println!(\"cargo::rerun-if-changed=app\");\n}\n",
    )?;
    project.write(
        "src/main.rs",
        "router_runtime::routes!(\"app\");\n\n#[tokio::main]\nasync fn main() -> Result<(), router_runtime::ServeError> {\n    \
         app::service().serve().await\n}\n",
    )?;
    let tree: Value = serde_json::from_str(TREE)?;
    let rows = tree["files"].as_array().ok_or("no files")?;
    let mut edited = Vec::new();
    for row in rows {
        let text = |name: &str| row[name].as_str().ok_or("no text");
        let (folder, _) = text("file")?.rsplit_once('/').unwrap_or_default();
        let (kind, path) = (text("kind")?, text("path")?);
        let file = format!("app/{folder}/{kind}.rs");
        project.write(&file, &source(folder, kind, path))?;
        if !path.contains('[') {
            let path = path.to_owned();
            edited.push(Edited { file, path });
        }
    }
    Ok((rows.len(), edited))
}

/// Returns a handler whose response is its path and its parameters.
fn source(folder: &str, kind: &str, path: &str) -> String {
    let name = if kind == "page" { "page" } else { "GET" };
    let parameters: Vec<&str> = folder
        .split('/')
        .filter(|segment| segment.starts_with('['))
        .map(|segment| {
            if segment.contains("...") {
                "Vec<String>"
            } else {
                "String"
            }
        })
        .collect();
    let (import, argument, body) = match parameters.as_slice() {
        [] => ("", String::new(), "String::new()"),
        [one] => (
            IMPORT,
            format!("Path(it): Path<{one}>"),
            "format!(\"{it:?}\")",
        ),
        many => (
            IMPORT,
            format!("Path(it): Path<({})>", many.join(", ")),
            "format!(\"{it:?}\")",
        ),
    };
    format!(
        "{import}pub async fn {name}({argument}) -> String {{\n    \"ok {path} \".to_owned() + &{body}\n}}\n"
    )
}

const IMPORT: &str = "use router_runtime::prelude::Path;\n\n";
