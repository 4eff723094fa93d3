//! The cost of a cache hit, compared with a handler that clones a prepared response.

mod applications;

use self::applications::{write_by_hand, write_files};
use crate::{
    Result,
    count::Counter,
    http::Server,
    project::Dependencies,
    report::Report,
    requests::{Case, per_request, responses},
    table::{Table, amount, ratio},
    work::Work,
};
use std::{fmt::Write as _, path::PathBuf};

/// The number of routes without parameters, and of values of the parameter. All are cached.
const ENTRIES: usize = 1000;
const PATHS: usize = 16;

const BY_HAND_DEPENDENCIES: &str = "\
arc-swap = \"1.7\"
tower = { version = \"0.5\", default-features = false }
";

const FILES_DEPENDENCIES: &str = "tower = { version = \"0.5\", default-features = false }\n";

/// The events before each round of requests, and what a hit is then.
const EVENTS: [(&[(&str, &str)], &str); 2] = [
    (&[("EVENT", "second")], ", the first in its second"),
    (
        &[("EVENT", "mark")],
        ", the first after a mark of another tag",
    ),
];

const BY_HAND: &str = "axum by hand, `Router`";
const ALONE: &str = "the clone alone";
const SERVICE: &str = "file routes, `service()`";
const ROUTER: &str = "file routes, `router()`";

/// The clock of the measured application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// A clock that does not move. Ages never change, so that two runs count the same instructions.
    #[default]
    Still,
    /// The clock of the system. Counts depend on the speed of the machine: the first hit in each second of the age of an entry costs
    /// more than the others.
    Real,
}

impl Clock {
    /// Returns the features of the runtime that the clock needs.
    fn runtime_features(self) -> &'static [&'static str] {
        match self {
            Self::Still => &["testing"],
            Self::Real => &[],
        }
    }

    /// Returns the expressions for the clock and for the cache options of the application.
    fn expressions(self) -> [&'static str; 2] {
        match self {
            Self::Still => [
                "router_runtime::testing::Clock::new()",
                "CacheOptions::new().clock(clock.clone())",
            ],
            Self::Real => ["()", "CacheOptions::new()"],
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::Still => "The clock of the application does not move.",
            Self::Real => {
                "The application reads the clock of the system, so that counts depend on the speed of the machine."
            }
        }
    }
}

/// The two programs.
#[derive(Debug)]
struct Programs {
    by_hand: PathBuf,
    files: PathBuf,
}

/// Prints the table.
pub fn run(report: &mut Report, work: &Work, clock: Clock) -> Result<()> {
    let counter = Counter::for_requests()?;
    let programs = programs(work, clock)?;
    let mut table = Table::new([
        "one cached response, 1000 entries",
        BY_HAND,
        ALONE,
        SERVICE,
        ROUTER,
        "the clone alone / by hand",
        "`service()` / by hand",
        "`router()` / by hand",
    ]);
    for (title, prefix) in [
        ("of a route", "/page"),
        ("of a parameter's value", "/slug/"),
    ] {
        eprintln!("{prefix}");
        for (response, note, costs) in rows(work, counter, &programs, prefix, clock)? {
            let title = format!("{response} {title}{note}");
            let base = Some(costs.base);
            let all = [costs.by_hand, costs.alone, costs.service, costs.router];
            let mut row = vec![title];
            row.extend(all.iter().map(|cost| amount(Some(*cost), counter)));
            row.extend(all.iter().skip(1).map(|cost| ratio(Some(*cost), base)));
            table.push(row);
        }
    }
    writeln!(report, "## A cached response\n")?;
    writeln!(
        report,
        "Figures are {}, release profile, one thread, and counted as the other requests are. {ENTRIES} routes without \
         parameters and {ENTRIES} values of one parameter are cached. By hand, a handler clones a response with the same headers \
         from an `ArcSwap`, without ages, tags and revalidation. {} `{ALONE}` has no router: it is the least that a cache can \
         cost that returns an `http::Response`. Its 304 has the same four headers as a 304 of the cache.\n",
        counter.unit(),
        clock.sentence(),
    )?;
    writeln!(report, "{table}")?;
    Ok(())
}

/// The costs in one row of the table.
#[derive(Clone, Copy, Debug)]
struct Costs {
    /// The cost that the others are compared with.
    base: f64,
    by_hand: f64,
    alone: f64,
    service: f64,
    router: f64,
}

/// Returns the costs of a hit, of a 304, and of a hit over HTTP.
fn rows(
    work: &Work,
    counter: Counter,
    programs: &Programs,
    prefix: &str,
    clock: Clock,
) -> Result<Vec<(&'static str, &'static str, Costs)>> {
    let Programs { by_hand, files } = programs;
    let hit = Case {
        title: "",
        method: "GET",
        paths: (0..PATHS).map(|n| format!("{prefix}{}", n * 60)).collect(),
        environment: &[],
    };
    compare(programs, &hit)?;
    let count = |program, way, case| per_request(work, counter, program, way, case);
    let base = count(by_hand, "router()", &hit)?;
    let hits = Costs {
        base,
        by_hand: base,
        alone: count(by_hand, "alone()", &hit)?,
        service: count(files, "service()", &hit)?,
        router: count(files, "router()", &hit)?,
    };
    let conditional = Case {
        environment: &[("CONDITIONAL", "1")],
        ..hit.clone()
    };
    if responses(files, "service()", &conditional)?
        .lines()
        .any(|line| !line.contains(" 304 \"\""))
    {
        return Err("a validator does not give a 304".into());
    }
    let not_modified = Costs {
        alone: count(by_hand, "alone()", &conditional)?,
        service: count(files, "service()", &conditional)?,
        router: count(files, "router()", &conditional)?,
        ..hits
    };
    let events = EVENTS.map(|(environment, note)| {
        let case = Case {
            environment,
            ..hit.clone()
        };
        (case, note)
    });
    let over_http = |program: &PathBuf, way: &str| {
        let server = Server {
            title: way.to_owned(),
            program: program.clone(),
            arguments: vec![way.into(), "serve".into()],
            is_whole: true,
        };
        server.per_request(work, counter, &hit.paths)
    };
    let base = over_http(by_hand, "router()")?;
    let served = Costs {
        base,
        by_hand: base,
        alone: over_http(by_hand, "alone()")?,
        service: over_http(files, "service()")?,
        router: over_http(files, "router()")?,
    };
    let mut rows = vec![("hit", "", hits)];
    if clock == Clock::Still {
        for (case, note) in &events {
            let first = Costs {
                service: count(files, "service()", case)?,
                router: count(files, "router()", case)?,
                ..hits
            };
            rows.push(("hit", *note, first));
        }
    }
    rows.push(("304", ", compared with the hit by hand", not_modified));
    rows.push(("hit", ", over HTTP", served));
    Ok(rows)
}

/// Returns an error unless both programs send the same statuses, names of headers and bodies.
fn compare(programs: &Programs, hit: &Case) -> Result<()> {
    let shown = Case {
        environment: &[("SHOW_HEADERS", "1")],
        ..hit.clone()
    };
    let expected = responses(&programs.by_hand, "router()", &shown)?;
    for way in ["service()", "router()"] {
        let got = responses(&programs.files, way, &shown)?;
        // axum's Router writes the length before the server does.
        if got != expected.replace("content-length ", "") {
            return Err(
                format!("{way} responds with\n{got}\nand by hand it is\n{expected}").into(),
            );
        }
    }
    Ok(())
}

/// Builds both programs.
fn programs(work: &Work, clock: Clock) -> Result<Programs> {
    let by_hand = Dependencies::from(BY_HAND_DEPENDENCIES);
    let runtime = Dependencies {
        own: FILES_DEPENDENCIES,
        runtime_features: clock.runtime_features(),
    };
    Ok(Programs {
        by_hand: work.program("cached_by_hand", by_hand, write_by_hand)?,
        files: work.program("cached_file_routes", runtime, |project| {
            write_files(project, clock)
        })?,
    })
}
