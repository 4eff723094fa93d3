//! The cost of `routes!` itself: the same route files, found by the macro or declared by hand.

use crate::{
    Result,
    handlers::{Style, source},
    peers::{PEERS, Peer},
    project::{Project, Purpose},
    report::Report,
    table::median,
    tree::routes,
    work::{Work, finish},
};
use std::{fmt::Write as _, process::Command};

const FILES: usize = 1000;
const FILE_SIZE: usize = 2500;
const REPEAT: usize = 5;

/// Prints the time of `macro_expand_crate` with and without `routes!`.
///
/// rustc reports it only as wall time, and on stable only with `RUSTC_BOOTSTRAP`. Nothing is asserted about it.
pub fn run(report: &mut Report, work: &Work) -> Result<()> {
    let mut rows = Vec::new();
    for (peer, title) in [(PEERS[1], "`routes!`"), (PEERS[2], "`mod` lines by hand")] {
        let project = write(work, peer)?;
        eprintln!("preparing {}", project.name);
        finish(&mut work.cargo(&project, "check"))?;
        let mut seconds = Vec::new();
        for _ in 0..REPEAT {
            seconds.push(expansion(work, &project)?);
        }
        rows.push((title, median(seconds).ok_or("no run")?));
    }
    writeln!(report, "## The macro\n")?;
    writeln!(
        report,
        "Expansion of a crate with {FILES} route files of {FILE_SIZE} bytes (`macro_expand_crate` \
         of rustc, reading and parsing all files included, macro built in the dev profile), \
         median wall time of {REPEAT}.\n"
    )?;
    for (title, seconds) in &rows {
        writeln!(report, "* {title}: {:.0} ms", seconds * 1e3)?;
    }
    if let [(_, with), (_, without)] = rows[..] {
        writeln!(
            report,
            "* so `routes!` and the parsing of what it writes: {:.0} ms\n",
            (with - without) * 1e3
        )?;
    }
    Ok(())
}

fn write(work: &Work, peer: Peer) -> Result<Project> {
    let routes = routes(FILES);
    let name = format!("{}_large", peer.name);
    let project = Project::create(&work.projects(), &name, Purpose::Compile, peer.dependencies)?;
    (peer.write)(&project, &routes, Purpose::Compile)?;
    for route in routes {
        let mut text = source(route, Style::FileRoutes);
        for number in 0.. {
            let helper = helper(number);
            if text.len() + helper.len() > FILE_SIZE {
                break;
            }
            text.push_str(&helper);
        }
        project.write(&(peer.handler_file)(route), &text)?;
    }
    Ok(project)
}

/// Returns ordinary code of a route file.
fn helper(number: usize) -> String {
    format!(
        "
/// Prices of 'kind {number}' in cents, \"rounded up\".
#[allow(dead_code)]
fn price_{number}(amounts: &[u64], name: &str) -> Option<String> {{
    let total: u64 = amounts.iter().map(|amount| amount * 100 + {number}).sum();
    // A name such as `{{a}}` is shown unchanged.
    match (total, name) {{
        (0, _) => None,
        (_, \"\") => Some(r#\"no \"name\" {number}\"#.to_owned()),
        (total, name) => Some(format!(\"{{name}}: {{total}}{{}}\", '}}')),
    }}
}}
"
    )
}

fn expansion(work: &Work, project: &Project) -> Result<f64> {
    let main = project.folder.join("src/main.rs");
    let now = std::fs::read_to_string(&main)?;
    std::fs::write(&main, now)?;
    let mut command: Command = work.cargo(project, "rustc");
    command
        .args([
            "--profile",
            "check",
            "--",
            "-Ztime-passes",
            "-Ztime-passes-format=json",
        ])
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_INCREMENTAL", "0");
    let output = command.output()?;
    let text = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        return Err(text.into_owned().into());
    }
    text.lines()
        .find(|line| line.contains("\"macro_expand_crate\""))
        .and_then(|line| line.split("\"time\":").nth(1))
        .and_then(|rest| rest.split([',', '}']).next())
        .ok_or_else(|| format!("rustc did not report its passes:\n{text}"))?
        .trim()
        .parse()
        .map_err(Into::into)
}
