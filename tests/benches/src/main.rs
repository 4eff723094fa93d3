//! Counts the cost of requests and builds with file routes, compared with the same application written by hand.
//! `tests/benches/README.md` describes how to run it and how to read its tables.

mod cached;
mod compile;
mod count;
mod edit;
mod entries;
mod handlers;
mod http;
mod load;
mod macro_alone;
mod next_js;
mod options;
mod peers;
mod prepared;
mod project;
mod report;
mod requests;
mod served;
mod stores;
mod table;
mod tree;
mod work;

use cached::Clock;
use compile::Options;
use count::Counter;
use peers::PEERS;
use report::Report;
use std::{ffi::OsString, process::ExitCode};
use work::Work;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Writes one report.
type Write<'t> = dyn Fn(&mut Report) -> Result<()> + 't;

const USAGE: &str = "benches [requests | middleware | options | cached | entries | http | served | stores | compile | edit | macro]… [--routes 10,100,1000,2000] [--repeat 3] \
                     [--counter perf | callgrind | cpu] [--peers axum_by_hand,file_routes,…] [--clock still | real]";

fn main() -> ExitCode {
    match try_main(std::env::args_os().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

const PARTS: [&str; 11] = [
    "requests",
    "middleware",
    "options",
    "cached",
    "entries",
    "http",
    "served",
    "stores",
    "compile",
    "edit",
    "macro",
];

fn try_main(arguments: Vec<OsString>) -> Result<()> {
    if let [command, rest @ ..] = &arguments[..]
        && command == "measure"
    {
        return count::measure(rest);
    }
    let mut parts = Vec::new();
    let mut sizes = None;
    let mut options = Options {
        counter: Counter::for_compilers(),
        repeat: 3,
    };
    let mut peers = PEERS.to_vec();
    let mut clock = Clock::default();
    let mut arguments = arguments
        .into_iter()
        .map(|argument| argument.to_string_lossy().into_owned());
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(USAGE);
        match argument.as_str() {
            part if PARTS.contains(&part) => parts.push(argument),
            "--routes" => {
                let routes: Vec<usize> = value()?
                    .split(',')
                    .map(str::parse)
                    .collect::<std::result::Result<_, _>>()?;
                sizes = Some(routes);
            }
            "--repeat" => options.repeat = value()?.parse()?,
            "--counter" => {
                options.counter = match value()?.as_str() {
                    "perf" => Counter::Perf,
                    "callgrind" => Counter::Callgrind,
                    "cpu" => Counter::CpuSeconds,
                    _ => return Err(USAGE.into()),
                }
            }
            "--clock" => {
                clock = match value()?.as_str() {
                    "still" => Clock::Still,
                    "real" => Clock::Real,
                    _ => return Err(USAGE.into()),
                }
            }
            "--peers" => {
                let names = value()?;
                peers.retain(|peer| names.split(',').any(|name| name == peer.name));
            }
            _ => return Err(USAGE.into()),
        }
    }
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|wanted| wanted == part);
    let work = Work::new()?;
    let most = sizes
        .as_ref()
        .map_or(Some(1000), |sizes| sizes.iter().copied().max());
    let most = most.ok_or(USAGE)?;
    let reports: [(&str, &Write<'_>); 8] = [
        ("requests", &|to| requests::run(to, &work, &peers, most)),
        ("middleware", &|to| requests::middleware::run(to, &work)),
        ("options", &|to| options::run(to, &work)),
        ("cached", &|to| cached::run(to, &work, clock)),
        ("entries", &|to| entries::run(to, &work)),
        ("http", &|to| http::run(to, &work, &peers, most)),
        ("served", &|to| served::run(to, &work)),
        ("stores", &|to| stores::run(to, &work)),
    ];
    for (part, write) in reports {
        if wanted(part) {
            saved(part, write)?;
        }
    }
    if wanted("compile") {
        let mut report = Report::default();
        compile::print_title(&mut report, options)?;
        for size in sizes.unwrap_or_else(|| vec![10, 100, 1000, 2000]) {
            compile::run(&mut report, &work, &peers, size, options)?;
        }
        report.save(match options.counter {
            Counter::Callgrind => "compile_instructions",
            Counter::Perf | Counter::CpuSeconds => "compile",
        })?;
    }
    if wanted("edit") {
        saved("edit", |report| edit::run(report, &work, options.repeat))?;
    }
    if wanted("macro") {
        saved("macro", |report| macro_alone::run(report, &work))?;
    }
    Ok(())
}

/// Writes a report and saves it under that name.
fn saved(name: &str, write: impl FnOnce(&mut Report) -> Result<()>) -> Result<()> {
    let mut report = Report::default();
    write(&mut report)?;
    report.save(name)?;
    Ok(())
}
