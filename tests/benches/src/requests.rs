//! The cost of one request: the difference of two runs that differ only in the number of requests.

mod extractors;
pub mod middleware;

use crate::{
    Result,
    count::Counter,
    peers::Peer,
    project::Purpose,
    report::Report,
    table::{Table, amount, ratio},
    tree::{Kind, Route, routes},
    work::Work,
};
use std::{fmt::Write as _, path::PathBuf, process::Command};

/// The calls of the short run and of the long one. Work that happens once, such as the allocator's consolidation, is in both. They are
/// multiples of every number of paths below, so that each path is requested equally often.
const FEW: usize = 9600;
const MANY: usize = 17_600;
const PATHS: usize = 16;

/// A kind of request.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its title in the table.
    pub title: &'static str,
    /// The method.
    pub method: &'static str,
    /// The paths, requested round-robin.
    pub paths: Vec<String>,
    /// Environment variables of the driver.
    pub environment: &'static [(&'static str, &'static str)],
}

/// Prints the table of an application with `count` routes.
pub fn run(report: &mut Report, work: &Work, peers: &[Peer], count: usize) -> Result<()> {
    let counter = Counter::for_requests()?;
    let routes = routes(count);
    let mut programs = Vec::new();
    for peer in peers.iter().filter(|peer| !peer.ways.is_empty()) {
        let program = build(work, *peer, &routes)?;
        programs.extend(peer.ways.iter().map(|way| (*peer, *way, program.clone())));
    }
    let (_, base_way, base_program) = programs.first().ok_or("no peer handles requests")?.clone();

    let mut head = vec![format!("one request, {count} routes")];
    head.extend(
        programs
            .iter()
            .map(|(peer, way, _)| format!("{}, `{way}`", peer.title)),
    );
    head.extend(
        programs
            .iter()
            .skip(1)
            .map(|(_, way, _)| format!("`{way}` / by hand")),
    );
    let mut table = Table::new(head);
    for case in cases(&routes) {
        let expected = responses(&base_program, base_way, &case)?;
        let mut row = vec![case.title.to_owned()];
        let mut costs = Vec::new();
        for (peer, way, program) in &programs {
            eprintln!("{}: {} through {way}", case.title, peer.title);
            let responses = responses(program, way, &case)?;
            if without_texts_of_errors(&responses) != without_texts_of_errors(&expected) {
                let title = peer.title;
                return Err(format!(
                    "{title} through {way} responds with\n{responses}\nand by hand it is\n{expected}"
                )
                .into());
            }
            costs.push(Some(per_request(work, counter, program, way, &case)?));
        }
        row.extend(costs.iter().map(|cost| amount(*cost, counter)));
        let base = costs.first().copied().flatten();
        row.extend(costs.iter().skip(1).map(|cost| ratio(*cost, base)));
        table.push(row);
    }
    let alone = Case {
        title: "",
        method: "GET",
        paths: vec!["/".to_owned()],
        environment: &[],
    };
    let alone = per_request(work, counter, &base_program, "handler alone", &alone)?;
    writeln!(report, "## One request\n")?;
    writeln!(
        report,
        "Figures are {}, release profile, in-process, one thread; making and dropping the request \
         and its response is included. The handler alone, without any router: {}.\n",
        counter.unit(),
        amount(Some(alone), counter)
    )?;
    writeln!(report, "{table}")?;
    start(report, work, counter, &programs, &routes)?;
    extractors::run(report, work, counter)
}

/// Prints the table of the start of an application with these routes.
fn start(
    report: &mut Report,
    work: &Work,
    counter: Counter,
    programs: &[(Peer, &str, PathBuf)],
    routes: &[Route],
) -> Result<()> {
    let path = cases(routes)
        .into_iter()
        .find_map(|mut case| case.paths.pop());
    let case = Case {
        title: "",
        method: "GET",
        paths: path.into_iter().collect(),
        environment: &[("START", "1")],
    };
    let cost = |program: &PathBuf, way: &str| -> Result<f64> {
        let command = command(program, way, 1, &case);
        Ok(counter.run(&command, &work.scratch())?.amount)
    };
    let (_, base_way, base_program) = programs.first().ok_or("no peer handles requests")?;
    let alone = cost(base_program, "handler alone")?;
    let base = cost(base_program, base_way)? - alone;
    let mut table = Table::new([
        format!("start, {} routes", routes.len()),
        "to the first response".to_owned(),
        "/ by hand".to_owned(),
    ]);
    for (peer, way, program) in programs {
        eprintln!("start of {} through {way}", peer.title);
        let cost = cost(program, way)? - alone;
        table.push(vec![
            format!("{}, `{way}`", peer.title),
            amount(Some(cost), counter),
            ratio(Some(cost), Some(base)),
        ]);
    }
    writeln!(report, "## Start\n")?;
    writeln!(
        report,
        "Instructions of a process from its start to the first response, less those of a process with only the handler.\n"
    )?;
    writeln!(report, "{table}")?;
    Ok(())
}

/// Returns the kinds of requests to these routes.
pub fn cases(routes: &[Route]) -> Vec<Case> {
    let of = |title, method, kind, tail: &str| {
        let all: Vec<Route> = routes
            .iter()
            .copied()
            .filter(|route| route.kind == kind)
            .collect();
        let step = (all.len() / PATHS).max(1);
        let some = all.iter().step_by(step).take(PATHS);
        let mut paths: Vec<String> = some.map(|route| route.sample_path() + tail).collect();
        if paths.len() < PATHS {
            paths.truncate(1);
        }
        Case {
            title,
            method,
            paths,
            environment: &[],
        }
    };
    vec![
        of("static", "GET", Kind::Static, ""),
        of(
            "one param, the prelude's `Path<String>`",
            "GET",
            Kind::Param,
            "",
        ),
        of(
            "one param, axum's `Path<String>`",
            "GET",
            Kind::AxumParam,
            "",
        ),
        of(
            "catch-all, axum's `Path<String>`",
            "GET",
            Kind::CatchAll,
            "",
        ),
        of(
            "catch-all, the prelude's `Path<Vec<String>>`",
            "GET",
            Kind::Segments,
            "",
        ),
        of("`MatchedPath` and one param", "GET", Kind::MatchedPath, ""),
        of(
            "an own extractor around `MatchedPath`, and one param",
            "GET",
            Kind::OwnExtractor,
            "",
        ),
        of("404, no such file", "GET", Kind::Static, "-gone"),
        of("404, below a file", "GET", Kind::Static, "/not/here"),
        of("405", "DELETE", Kind::Static, ""),
        of("HEAD", "HEAD", Kind::Static, ""),
    ]
}

/// Builds the program of a peer that handles requests.
pub fn build(work: &Work, peer: Peer, routes: &[Route]) -> Result<PathBuf> {
    let name = format!("{}_requests", peer.name);
    work.program(&name, peer.dependencies, |project| {
        (peer.write)(project, routes, Purpose::Requests)
    })
}

fn command(program: &PathBuf, way: &str, count: usize, case: &Case) -> Command {
    let mut command = Command::new(program);
    command
        .arg(way)
        .arg(count.to_string())
        .arg(case.method)
        .args(&case.paths)
        .envs(case.environment.iter().copied());
    command
}

/// Compares a program by hand with the router and the service of one of file routes, which must give the same successful responses.
fn compared(
    title: &str,
    [by_hand, files]: [&PathBuf; 2],
    cases: &[Case],
    work: &Work,
    counter: Counter,
) -> Result<Table> {
    let mut table = Table::new([
        title,
        "axum by hand, `Router`",
        "file routes, `router()`",
        "file routes, `service()`",
        "`router()` / by hand",
        "`service()` / by hand",
    ]);
    for case in cases {
        let expected = responses(by_hand, "Router", case)?;
        let mut costs = Vec::new();
        for (program, way) in [
            (by_hand, "Router"),
            (files, "router()"),
            (files, "service()"),
        ] {
            eprintln!("{}: {way}", case.title);
            let responses = responses(program, way, case)?;
            if responses != expected || !responses.contains(" 200 ") {
                return Err(format!("{way} responds with\n{responses}\nnot\n{expected}").into());
            }
            costs.push(Some(per_request(work, counter, program, way, case)?));
        }
        let base = costs.first().copied().flatten();
        let mut row = vec![case.title.to_owned()];
        row.extend(costs.iter().map(|cost| amount(*cost, counter)));
        row.extend(costs.iter().skip(1).map(|cost| ratio(*cost, base)));
        table.push(row);
    }
    Ok(table)
}

/// Returns the responses of a program as text.
pub fn responses(program: &PathBuf, way: &str, case: &Case) -> Result<String> {
    let output = command(program, way, 0, case).output()?;
    if output.status.success() {
        Ok(String::from_utf8(output.stdout)?)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
    }
}

/// Returns the responses without the bodies of errors, which are empty in some of the applications.
fn without_texts_of_errors(responses: &str) -> Vec<String> {
    let lines = responses.lines().map(|line| {
        let parts: Vec<&str> = line.splitn(4, ' ').collect();
        match parts.as_slice() {
            [method, path, status, _] if status.starts_with(['4', '5']) => {
                format!("{method} {path} {status}")
            }
            _ => line.to_owned(),
        }
    });
    lines.collect()
}

/// Returns the cost of one request.
pub fn per_request(
    work: &Work,
    counter: Counter,
    program: &PathBuf,
    way: &str,
    case: &Case,
) -> Result<f64> {
    per_request_of(work, counter, 1, |count| command(program, way, count, case))
}

/// Returns the cost of one request to a program, whose command sends that many. Of that many runs the least count is taken.
#[expect(clippy::cast_precision_loss, reason = "the counts are small")]
pub fn per_request_of(
    work: &Work,
    counter: Counter,
    runs: usize,
    command: impl Fn(usize) -> Command,
) -> Result<f64> {
    let least = |count| {
        let command = command(count);
        let mut least = f64::MAX;
        for _ in 0..runs {
            let cost = counter.run_function(&command, &work.scratch(), "driver::count_requests")?;
            least = least.min(cost.amount);
        }
        Ok::<_, Box<dyn std::error::Error>>(least)
    };
    Ok((least(MANY)? - least(FEW)?) / (MANY - FEW) as f64)
}
