//! The server of this project and `axum::serve`: requests, connections, streams and files.

mod applications;
mod http2;

use self::applications::{DEPENDENCIES, nginx, write_by_hand, write_files, write_public};
use crate::{
    Result,
    count::Counter,
    http::Running,
    load::{Fields, first_response, free_port, send_on_new_connections, send_with},
    project::{Project, Purpose},
    report::Report,
    table::{Table, amount, median, ratio},
    work::{Work, finish},
};
use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const PATHS: usize = 16;
/// Numbers of requests, multiples of the paths and of the connections.
const FEW: usize = 320;
const MANY: usize = 3200;
/// The rounds of each server whose processor time is compared. The servers take turns.
const ROUNDS: usize = 7;

/// The servers.
struct Servers {
    by_hand: PathBuf,
    files: PathBuf,
    public: PathBuf,
    scratch: PathBuf,
}

/// A way of sending requests.
#[derive(Clone, Copy)]
enum Way {
    Http1(Fields),
    Http2(Fields),
    NewConnections,
}

impl Way {
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

/// Prints the tables.
pub fn run(report: &mut Report, work: &Work) -> Result<()> {
    let servers = build(work)?;
    instructions(report, work, &servers)?;
    times(report, &servers)
}

fn build(work: &Work) -> Result<Servers> {
    let build = |name: &str, write: fn(&Project) -> std::io::Result<()>| -> Result<PathBuf> {
        eprintln!("building {name}");
        let project = Project::create(&work.projects(), name, Purpose::Requests, DEPENDENCIES)?;
        write(&project)?;
        finish(work.cargo(&project, "build").arg("--release"))?;
        Ok(work.target().join("release").join(name))
    };
    let scratch = work.scratch().join("served");
    let public = scratch.join("public");
    write_public(&public)?;
    Ok(Servers {
        by_hand: build("served_by_hand", write_by_hand)?,
        files: build("served_files", write_files)?,
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

/// Prints the table of instructions.
#[expect(clippy::cast_precision_loss, reason = "the counts are small")]
fn instructions(report: &mut Report, work: &Work, servers: &Servers) -> Result<()> {
    let counter = Counter::for_requests()?;
    let mut table = Table::new([
        "one request",
        "`axum::serve`",
        "`serve()`",
        "`serve()` / `axum::serve`",
    ]);
    for (title, prefix, way) in [
        ("static, curl's headers", "item", Way::Http1(Fields::Curl)),
        (
            "static, a browser's headers",
            "item",
            Way::Http1(Fields::Browser),
        ),
        ("cached, curl's headers", "page", Way::Http1(Fields::Curl)),
        (
            "cached, a browser's headers",
            "page",
            Way::Http1(Fields::Browser),
        ),
        (
            "static, HTTP/2, curl's headers",
            "item",
            Way::Http2(Fields::Curl),
        ),
        (
            "static, HTTP/2, a browser's headers",
            "item",
            Way::Http2(Fields::Browser),
        ),
        (
            "cached, HTTP/2, a browser's headers",
            "page",
            Way::Http2(Fields::Browser),
        ),
        ("a new connection, static", "item", Way::NewConnections),
    ] {
        eprintln!("{title}");
        let paths = paths(prefix);
        let cost = |program: &Path, count| {
            let port = free_port()?;
            let command = command(program, servers, port);
            counter.run_server(&command, &work.scratch(), || way.send(port, &paths, count))
        };
        let per_request = |program: &Path| -> Result<f64> {
            let (few, many) = (cost(program, FEW)?, cost(program, MANY)?);
            Ok((many.amount - few.amount) / (MANY - FEW) as f64)
        };
        let by_hand = Some(per_request(&servers.by_hand)?);
        let files = Some(per_request(&servers.files)?);
        table.push(vec![
            title.to_owned(),
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
    Ok(())
}

/// Prints the table of processor time.
#[expect(clippy::cast_precision_loss, reason = "the counts are small")]
fn times(report: &mut Report, servers: &Servers) -> Result<()> {
    let mut table = Table::new([
        "one response",
        "`axum::serve`",
        "nginx",
        "`serve()`",
        "`serve()` / `axum::serve`",
        "`serve()` / nginx",
    ]);
    for (title, path, fields, count, has_nginx) in [
        (
            "a stream of 1,000 chunks that are ready",
            "/ready",
            Fields::Curl,
            400,
            false,
        ),
        (
            "a stream of 1,000 chunks from a task",
            "/sent",
            Fields::Curl,
            400,
            false,
        ),
        (
            "a file of 10 KB, curl's headers",
            "/script.js",
            Fields::Curl,
            4000,
            true,
        ),
        (
            "the file in a compressed form, a browser's headers",
            "/script.js",
            Fields::Browser,
            4000,
            true,
        ),
        ("a file of 10 MB", "/large.bin", Fields::Curl, 24, true),
    ] {
        eprintln!("{title}");
        let mut running = vec![
            start(&servers.by_hand, servers)?,
            start(&servers.files, servers)?,
        ];
        if has_nginx {
            running.push(start_nginx(servers)?);
        }
        let paths = [path.to_owned()];
        let mut times = vec![Vec::new(); running.len()];
        for round in 0..=ROUNDS {
            for (server, times) in running.iter().zip(&mut times) {
                let before = server.processor_time()?;
                send_with(server.port, &paths, count, fields)?;
                let time = (server.processor_time()? - before) / (count + 1) as f64;
                // The first round fills caches.
                if round > 0 {
                    times.push(time);
                }
            }
        }
        let mut medians = times.into_iter().map(median);
        let by_hand = medians.next().flatten();
        let files = medians.next().flatten();
        let nginx = medians.next().flatten();
        let micros = |time: Option<f64>| {
            time.map_or_else(String::new, |time| format!("{:.1} µs", time * 1e6))
        };
        table.push(vec![
            title.to_owned(),
            micros(by_hand),
            micros(nginx),
            micros(files),
            ratio(files, by_hand),
            ratio(files, nginx),
        ]);
    }
    writeln!(report, "## Streams and files\n")?;
    writeln!(
        report,
        "Processor time, user and system, of all threads: the median of {ROUNDS} rounds, in which the servers take turns. Each has one \
         worker. Files of `axum::serve` are those of tower-http's `ServeDir`; nginx has `sendfile`, `open_file_cache`, `gzip_static`, and \
         no access log. Times move with the load of the machine, ratios less.\n"
    )?;
    writeln!(report, "{table}")?;
    Ok(())
}

fn start(program: &Path, servers: &Servers) -> Result<Running> {
    let port = free_port()?;
    Running::start_command(command(program, servers, port), port)
}

fn start_nginx(servers: &Servers) -> Result<Running> {
    let port = free_port()?;
    let configuration = servers.scratch.join("nginx.conf");
    fs::write(
        &configuration,
        nginx(&servers.scratch, &servers.public, port),
    )?;
    let program = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "nginx"];
    let program = program.into_iter().find(|it| Path::new(it).exists());
    let mut command = Command::new(program.unwrap_or("nginx"));
    command
        .arg("-e")
        .arg(servers.scratch.join("error.log"))
        .arg("-c")
        .arg(configuration);
    Running::start_command(command, port)
}
