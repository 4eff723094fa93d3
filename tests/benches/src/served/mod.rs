//! The server of this project and `axum::serve`: requests, connections, streams and files.

mod applications;
mod cached;
mod http2;
mod profile;

use self::applications::{DEPENDENCIES, nginx, write_by_hand, write_files, write_public};
use crate::{
    Result,
    count::Counter,
    http::{Running, per_request},
    load::{
        Fields, first_response, first_response_with, free_port, send_on_new_connections, send_with,
    },
    report::Report,
    table::{Table, amount, median, ratio},
    work::Work,
};
use std::{
    fmt::{self, Display, Formatter, Write as _},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const PATHS: usize = 16;
/// The rounds of each server whose processor time is compared. The servers take turns.
const ROUNDS: usize = 7;

/// The servers.
struct Servers {
    by_hand: PathBuf,
    files: PathBuf,
    public: PathBuf,
    scratch: PathBuf,
}

/// The rows of the first table: the kind of the routes, the start of their paths, and the requests.
const REQUESTS: [(&str, &str, Transport); 8] = [
    ("static", "item", Transport::Http1(Fields::Curl)),
    ("static", "item", Transport::Http1(Fields::Browser)),
    ("cached", "page", Transport::Http1(Fields::Curl)),
    ("cached", "page", Transport::Http1(Fields::Browser)),
    ("static", "item", Transport::Http2(Fields::Curl)),
    ("static", "item", Transport::Http2(Fields::Browser)),
    ("cached", "page", Transport::Http2(Fields::Browser)),
    ("static", "item", Transport::NewConnections),
];

/// The rows of the second table.
const BODIES: [Body; 5] = [
    Body {
        title: "a stream of 1,000 chunks that are ready",
        path: "/ready",
        fields: Fields::Curl,
        count: 400,
        source: Source::Handler,
    },
    Body {
        title: "a stream of 1,000 chunks from a task",
        path: "/sent",
        fields: Fields::Curl,
        count: 400,
        source: Source::Handler,
    },
    Body {
        title: "a file of 10 KB",
        path: "/script.js",
        fields: Fields::Curl,
        count: 4000,
        source: Source::File,
    },
    Body {
        title: "the file in a compressed form",
        path: "/script.js",
        fields: Fields::Browser,
        count: 4000,
        source: Source::CompressedFile,
    },
    Body {
        title: "a file of 10 MB",
        path: "/large.bin",
        fields: Fields::Curl,
        count: 24,
        source: Source::File,
    },
];

/// A response whose processor time is measured.
struct Body {
    title: &'static str,
    path: &'static str,
    fields: Fields,
    count: usize,
    source: Source,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Handler,
    File,
    /// Servers prefer different forms.
    CompressedFile,
}

/// The protocol and the headers of requests.
#[derive(Clone, Copy)]
enum Transport {
    Http1(Fields),
    Http2(Fields),
    NewConnections,
}

impl Transport {
    fn send(self, port: u16, paths: &[String], count: usize) -> Result<()> {
        match self {
            Self::Http1(fields) => send_with(port, paths, count, fields),
            Self::Http2(fields) => {
                first_response(port, paths.first().ok_or("no path")?)?;
                http2::send(port, paths, count, fields)
            }
            Self::NewConnections => send_on_new_connections(port, paths, count),
        }
    }
}

impl Display for Transport {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http1(fields) => write!(f, "{fields}"),
            Self::Http2(fields) => write!(f, "HTTP/2, {fields}"),
            Self::NewConnections => f.write_str("a new connection"),
        }
    }
}

/// Prints the tables.
pub fn run(report: &mut Report, work: &Work) -> Result<()> {
    let servers = build(work)?;
    compare(&servers)?;
    instructions(report, work, &servers)?;
    cached::run(report, work, &servers)?;
    times(report, &servers)?;
    writeln!(report, "{}", profile::TEXT)?;
    Ok(())
}

fn build(work: &Work) -> Result<Servers> {
    let scratch = work.scratch().join("served");
    let public = scratch.join("public");
    write_public(&public)?;
    Ok(Servers {
        by_hand: work.program("served_by_hand", DEPENDENCIES, write_by_hand)?,
        files: work.program("served_files", DEPENDENCIES, write_files)?,
        public,
        scratch,
    })
}

/// Returns the command of a server with one worker.
fn command(program: &Path, servers: &Servers, port: u16) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(&servers.scratch)
        .env("HOST", "127.0.0.1")
        .env("PORT", port.to_string())
        .env("PUBLIC_DIR", &servers.public)
        .env("TOKIO_WORKER_THREADS", "1");
    command
}

fn paths(prefix: &str) -> Vec<String> {
    (0..PATHS).map(|n| format!("/{prefix}{}", 6 * n)).collect()
}

/// Verifies that the servers respond alike.
fn compare(servers: &Servers) -> Result<()> {
    let by_hand = start(&servers.by_hand, servers)?;
    let files = start(&servers.files, servers)?;
    let nginx = start_nginx(servers)?;
    for (_, prefix, _) in REQUESTS {
        for path in paths(prefix) {
            let expected = first_response(by_hand.port, &path)?;
            if expected.status != "200" || first_response(files.port, &path)? != expected {
                return Err(format!("the servers do not respond to {path} alike with 200").into());
            }
        }
    }
    let forms = ["script.js.br", "script.js.gz", "script.js.zst"]
        .map(|name| fs::read(servers.public.join(name)));
    let forms = forms.into_iter().collect::<std::io::Result<Vec<_>>>()?;
    for row in &BODIES {
        let mut expected = None;
        for (name, server) in [
            ("axum::serve", Some(&by_hand)),
            ("serve()", Some(&files)),
            (
                "nginx",
                nginx.as_ref().filter(|_| row.source != Source::Handler),
            ),
        ] {
            let Some(server) = server else { continue };
            let response = first_response_with(server.port, row.path, row.fields)?;
            let is_expected = response.status == "200"
                && match row.source {
                    Source::CompressedFile => forms.contains(&response.body),
                    _ => *expected.get_or_insert_with(|| response.body.clone()) == response.body,
                };
            if !is_expected {
                let Body { title, .. } = row;
                return Err(format!("{name} does not respond as the others with {title}").into());
            }
        }
    }
    Ok(())
}

/// Prints the table of instructions.
fn instructions(report: &mut Report, work: &Work, servers: &Servers) -> Result<()> {
    let counter = Counter::for_requests()?;
    let mut table = Table::new([
        "one request",
        "`axum::serve`",
        "`serve()`",
        "`serve()` / `axum::serve`",
    ]);
    for (kind, prefix, transport) in REQUESTS {
        let title = format!("{kind}, {transport}");
        eprintln!("{title}");
        let paths = paths(prefix);
        let cost = |program: &Path| {
            per_request(
                work,
                counter,
                |port| command(program, servers, port),
                |port, count| transport.send(port, &paths, count),
            )
        };
        let by_hand = Some(cost(&servers.by_hand)?);
        let files = Some(cost(&servers.files)?);
        table.push(vec![
            title,
            amount(by_hand, counter),
            amount(files, counter),
            ratio(files, by_hand),
        ]);
    }
    writeln!(report, "## The server\n")?;
    writeln!(
        report,
        "Figures are {} of the server's process, release profile, the multi-threaded runtime of `#[tokio::main]` with one worker. \
         `axum::serve` is `axum::serve(listener, router.into_make_service())`, whose cached routes clone a prepared response with the \
         same headers.\n",
        counter.unit()
    )?;
    writeln!(report, "{table}")?;
    eprintln!("a new connection without into_make_service()");
    let router = per_request(
        work,
        counter,
        |port| {
            let mut command = command(&servers.by_hand, servers, port);
            command.env("WITHOUT_MAKE_SERVICE", "1");
            command
        },
        |port, count| Transport::NewConnections.send(port, &paths("item"), count),
    )?;
    writeln!(
        report,
        "`axum::serve(listener, router)`, without `into_make_service()`, takes {} {} for a new connection: it prepares all routes again, \
         here {}.\n",
        amount(Some(router), counter),
        counter.unit(),
        2 * applications::ROUTES + 2
    )?;
    Ok(())
}

/// Prints the table of processor time.
fn times(report: &mut Report, servers: &Servers) -> Result<()> {
    let mut table = Table::new([
        "one response",
        "`axum::serve`",
        "nginx",
        "`serve()`",
        "`serve()` / `axum::serve`",
        "`serve()` / nginx",
    ]);
    for row in &BODIES {
        let title = format!("{}, {}", row.title, row.fields);
        eprintln!("{title}");
        let by_hand = start(&servers.by_hand, servers)?;
        let files = start(&servers.files, servers)?;
        let (nginx, without_nginx) = match row.source {
            Source::Handler => (None, ""),
            _ => (start_nginx(servers)?, "not installed"),
        };
        let running = [Some(by_hand), Some(files), nginx];
        let paths = [row.path.to_owned()];
        let [by_hand, files, nginx] = medians(&running, &paths, row.fields, row.count)?;
        table.push(vec![
            title,
            micros(by_hand, ""),
            micros(nginx, without_nginx),
            micros(files, ""),
            ratio(files, by_hand),
            ratio(files, nginx),
        ]);
    }
    writeln!(report, "## Streams and files\n")?;
    writeln!(
        report,
        "Processor time, user and system, of all threads: the median of {ROUNDS} rounds, in which the servers take turns. Each has one \
         worker. Files of `axum::serve` are those of tower-http's `ServeDir`; nginx has `sendfile`, `open_file_cache`, `gzip_static`, and \
         no access log. Each sends the compressed form that it prefers. Times move with the load of the machine, ratios less.\n"
    )?;
    writeln!(report, "{table}")?;
    Ok(())
}

/// Returns a time in microseconds.
fn micros(time: Option<f64>, without: &str) -> String {
    time.map_or_else(
        || without.to_owned(),
        |time| format!("{:.1} µs", time * 1e6),
    )
}

/// Returns the median of the processor time of one of `count` responses, for each server.
#[expect(clippy::cast_precision_loss, reason = "the counts are small")]
fn medians(
    running: &[Option<Running>; 3],
    paths: &[String],
    fields: Fields,
    count: usize,
) -> Result<[Option<f64>; 3]> {
    let mut times = [const { Vec::new() }; 3];
    for round in 0..=ROUNDS {
        for (server, times) in running.iter().zip(&mut times) {
            let Some(server) = server else { continue };
            let before = server.processor_time()?;
            send_with(server.port, paths, count, fields)?;
            let time = (server.processor_time()? - before) / (count + 1) as f64;
            // The first round fills caches.
            if round > 0 {
                times.push(time);
            }
        }
    }
    Ok(times.map(median))
}

fn start(program: &Path, servers: &Servers) -> Result<Running> {
    let port = free_port()?;
    Running::start_command(command(program, servers, port), port)
}

/// Returns `None` if nginx is not installed.
fn start_nginx(servers: &Servers) -> Result<Option<Running>> {
    // The folders of administrators are not in every PATH.
    let programs = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "nginx"];
    let mut programs = programs.into_iter();
    let Some(program) = programs.find(|it| Command::new(it).arg("-v").output().is_ok()) else {
        return Ok(None);
    };
    let port = free_port()?;
    let configuration = servers.scratch.join("nginx.conf");
    fs::write(
        &configuration,
        nginx(&servers.scratch, &servers.public, port),
    )?;
    let mut command = Command::new(program);
    command
        .arg("-e")
        .arg(servers.scratch.join("error.log"))
        .arg("-c")
        .arg(configuration);
    Running::start_command(command, port).map(Some)
}
