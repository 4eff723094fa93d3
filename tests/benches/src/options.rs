//! The cost of options, files and exports that an application need not have.

mod application;

use crate::{
    Result,
    count::Counter,
    peers::FILE_ROUTES,
    project::{Dependencies, Purpose},
    report::Report,
    requests::{Case, cases, per_request, responses},
    table::{Table, amount},
    tree::routes,
    work::Work,
};
use std::{fmt::Write as _, path::PathBuf};

/// The number of routes besides those of the rows. The cost of a request does not depend on it.
const ROUTES: usize = 100;

/// The title of each row, and the way of the program.
const OPTIONS: [(&str, &str); 12] = [
    ("without options", "plain"),
    ("`layer`, of a value for handlers", "layer"),
    ("`access_log`, which the subscriber filters out", "filtered"),
    ("`access_log`, which the default formatter writes", "line"),
    ("`request_ids`, without an id of the client", "ids"),
    ("`access_log` and `request_ids`", "line and ids"),
    ("`request_spans`, to the default formatter", "spans"),
    ("`http_metrics`, without a recorder", "metrics"),
    ("`trusted_proxies`, which no handler reads", "proxies"),
    ("`trusted_origins`", "origins"),
    ("`render_error`, which returns the default form", "errors"),
    ("`readiness_path`", "readiness"),
];

/// The headers of a browser that loads a page.
const BROWSER: &[(&str, &str)] = &[(
    "HEADERS",
    "accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\n\
     accept-encoding: gzip, deflate, br\n\
     accept-language: en-GB,en;q=0.9\n\
     cookie: session=0123456789abcdef0123456789abcdef\n\
     host: shop.example\n\
     referer: https://shop.example/\n\
     sec-fetch-dest: document\n\
     sec-fetch-mode: navigate\n\
     sec-fetch-site: same-origin\n\
     sec-fetch-user: ?1\n\
     upgrade-insecure-requests: 1\n\
     user-agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
)];
const FORM: &[(&str, &str)] = &[(
    "HEADERS",
    "content-type: application/x-www-form-urlencoded\nhost: shop.example\norigin: https://shop.example\nsec-fetch-site: same-origin",
)];
const PEER: &[(&str, &str)] = &[("PEER", "127.0.0.1:49152")];
const FORWARDED: &[(&str, &str)] = &[
    ("PEER", "127.0.0.1:49152"),
    ("HEADERS", "x-forwarded-for: 192.0.2.7"),
];

/// A request that the first row of a group handles without what the others have.
#[derive(Clone, Copy)]
struct Row {
    title: &'static str,
    way: &'static str,
    request: (&'static str, &'static str),
    environment: &'static [(&'static str, &'static str)],
    status: u16,
}

const fn get(title: &'static str, path: &'static str) -> Row {
    Row {
        title,
        way: "plain",
        request: ("GET", path),
        environment: &[],
        status: 200,
    }
}

const fn page(title: &'static str, path: &'static str, status: u16) -> Row {
    Row {
        environment: BROWSER,
        status,
        ..get(title, path)
    }
}

const fn form(title: &'static str, path: &'static str) -> Row {
    Row {
        request: ("POST", path),
        environment: FORM,
        ..get(title, path)
    }
}

const GROUPS: [&[Row]; 8] = [
    &[
        page("a page", "/without/ok", 200),
        page("below `not-found.rs` and `error.rs`", "/below/ok", 200),
    ],
    &[
        page("a page that takes `HeaderMap`", "/without/headers", 200),
        page("below `not-found.rs` and `error.rs`", "/below/headers", 200),
    ],
    &[
        page("a page that returns `not_found()`", "/without/none", 404),
        page("below `not-found.rs`", "/below/none", 404),
    ],
    &[
        page("a page that returns a 409", "/without/taken", 409),
        page("below `error.rs`", "/below/taken", 409),
    ],
    &[
        get("a route", "/around/nothing"),
        get("with `GET_layer`, of a value", "/around/method"),
        get(
            "below `layer` of a `middleware.rs`, of a value",
            "/around/folder",
        ),
        get("below `middleware`, which calls `next`", "/around/function"),
    ],
    &[
        form("a form, with `check_origin = false`", "/forms/open"),
        form("a form, whose origin is checked", "/forms"),
        Row {
            way: "origins",
            ..form("the same, with `trusted_origins`", "/forms")
        },
    ],
    &[
        Row {
            environment: PEER,
            ..get("a route, from an address", "/around/nothing")
        },
        Row {
            environment: PEER,
            ..get("a route that takes `ClientIp`", "/client")
        },
        Row {
            way: "proxies",
            environment: FORWARDED,
            ..get(
                "the same, behind a trusted proxy, with its header",
                "/client",
            )
        },
    ],
    &[
        get("a static route", "/around/nothing"),
        Row {
            way: "readiness",
            ..get("the path of `readiness_path`", "/ready")
        },
    ],
];

/// Prints the tables.
pub fn run(report: &mut Report, work: &Work) -> Result<()> {
    let counter = Counter::for_requests()?;
    let program = build(work)?;
    writeln!(report, "## Requests with options\n")?;
    writeln!(
        report,
        "Figures are {}, release profile, in-process, through `service()`. The response is dropped, not read.\n",
        counter.unit()
    )?;
    writeln!(report, "{}", options(work, counter, &program)?)?;
    writeln!(report, "## Files and exports\n")?;
    writeln!(report, "{}", exports(work, counter, &program)?)?;
    Ok(())
}

fn build(work: &Work) -> Result<PathBuf> {
    let dependencies = Dependencies {
        own: "tracing-subscriber = \"0.3\"\n",
        runtime_features: &["metrics"],
    };
    work.program("requests_with_options", dependencies, |project| {
        (FILE_ROUTES.write)(project, &routes(ROUTES), Purpose::Requests)?;
        let mut files = application::FILES.iter();
        files.try_for_each(|(path, text)| project.write(path, text))
    })
}

fn options(work: &Work, counter: Counter, program: &PathBuf) -> Result<Table> {
    let shown = ["static", "404, no such file", "405"];
    let cases: Vec<Case> = cases(&routes(ROUTES))
        .into_iter()
        .filter(|case| shown.contains(&case.title))
        .collect();
    let mut head = vec!["option".to_owned()];
    head.extend(cases.iter().map(|case| case.title.to_owned()));
    let mut table = Table::new(head);
    for (title, way) in OPTIONS {
        let mut row = vec![title.to_owned()];
        for case in &cases {
            eprintln!("{}: {title}", case.title);
            let cost = per_request(work, counter, program, way, case)?;
            row.push(amount(Some(cost), counter));
        }
        table.push(row);
    }
    Ok(table)
}

fn exports(work: &Work, counter: Counter, program: &PathBuf) -> Result<Table> {
    let mut table = Table::new(["request", "instructions", "more than without"]);
    for group in GROUPS {
        let mut base = None;
        for row in group {
            eprintln!("{}", row.title);
            let cost = cost(work, counter, program, *row)?;
            let more = base.map(|base: f64| format!("{:+.0}", cost - base));
            base = base.or(Some(cost));
            table.push(vec![
                row.title.to_owned(),
                amount(Some(cost), counter),
                more.unwrap_or_default(),
            ]);
        }
    }
    Ok(table)
}

/// Returns the cost of a request, which must have the status of its row.
fn cost(work: &Work, counter: Counter, program: &PathBuf, row: Row) -> Result<f64> {
    let (method, path) = row.request;
    let case = Case {
        title: row.title,
        method,
        paths: vec![path.to_owned()],
        environment: row.environment,
    };
    let response = responses(program, row.way, &case)?;
    let expected = format!("{method} {path} {} ", row.status);
    if !response.starts_with(&expected) {
        return Err(format!("expected {expected}, found {response}").into());
    }
    per_request(work, counter, program, row.way, &case)
}
