//! The cost of a request over a socket, and of a server apart from its requests.

use crate::{
    Result,
    count::Counter,
    load::{Response, first_response, free_port, send_often},
    next_js,
    peers::Peer,
    report::Report,
    requests::build,
    table::{Table, amount, median, ratio},
    tree::{Kind, Route, routes},
    work::Work,
};
use std::{
    ffi::OsString,
    fmt::Write as _,
    fs,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Instant,
};

/// The numbers of requests, both multiples of the connections and of the paths.
const FEW: usize = 320;
const MANY: usize = 3200;
const PATHS: usize = 16;
/// The requests for the second table, and the number of starts of each server.
const LOAD: usize = 16_000;
const STARTS: usize = 11;

/// A server program.
#[derive(Debug)]
pub struct Server {
    /// Its title in the tables.
    pub title: String,
    /// Its program, which listens on `$PORT`.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// `true` if it responds to every path as the first server does.
    pub is_whole: bool,
}

impl Server {
    /// Returns the cost of one request over these paths.
    pub fn per_request(&self, work: &Work, counter: Counter, paths: &[String]) -> Result<f64> {
        per_request(
            work,
            counter,
            |port| self.command(port),
            |port, count| send_often(port, paths, count),
        )
    }

    /// Returns its command, with one worker if it has a runtime with several.
    fn command(&self, port: u16) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .env("PORT", port.to_string())
            .env("HOST", "127.0.0.1")
            .env("TOKIO_WORKER_THREADS", "1");
        command
    }
}

/// Prints both tables.
pub fn run(report: &mut Report, work: &Work, peers: &[Peer], count: usize) -> Result<()> {
    let counter = Counter::for_requests()?;
    let routes = routes(count);
    let mut servers = Vec::new();
    for peer in peers.iter().filter(|peer| !peer.served.is_empty()) {
        let program = build(work, *peer, &routes)?;
        servers.extend(peer.served.iter().map(|way| Server {
            title: format!("{}, `{way}`", peer.title),
            program: program.clone(),
            arguments: vec![way.into(), "serve".into()],
            is_whole: peer.name != "raw_hyper",
        }));
    }
    requests(report, work, counter, &servers, &routes)?;
    let sampled = sample(&routes, Kind::Static);
    let next = next_js::server(work, "next_js", sampled.iter().map(next_handler))?;
    servers_table(report, &servers, next.as_ref(), &paths(&sampled))
}

/// Prints the table of instructions for one request.
fn requests(
    report: &mut Report,
    work: &Work,
    counter: Counter,
    servers: &[Server],
    routes: &[Route],
) -> Result<()> {
    let mut head = vec![format!("one request over HTTP, {} routes", routes.len())];
    head.extend(servers.iter().map(|server| server.title.clone()));
    head.extend(
        servers
            .iter()
            .skip(1)
            .map(|server| format!("{} / by hand", server.title)),
    );
    let mut table = Table::new(head);
    for (title, kind, whole_only) in [
        ("static", Kind::Static, false),
        ("one param, axum's `Path<String>`", Kind::AxumParam, true),
        ("catch-all, axum's `Path<String>`", Kind::CatchAll, true),
    ] {
        let paths = paths(&sample(routes, kind));
        let mut expected = None;
        let mut costs = Vec::new();
        for server in servers {
            if !server.is_whole && whole_only {
                costs.push(None);
                continue;
            }
            eprintln!("{title}: {}", server.title);
            let responses = responses(server, &paths)?;
            if *expected.get_or_insert_with(|| responses.clone()) != responses && server.is_whole {
                return Err(format!("{} responds with {responses:?}", server.title).into());
            }
            costs.push(Some(server.per_request(work, counter, &paths)?));
        }
        let base = costs.first().copied().flatten();
        let mut row = vec![title.to_owned()];
        row.extend(costs.iter().map(|cost| amount(*cost, counter)));
        row.extend(costs.iter().skip(1).map(|cost| ratio(*cost, base)));
        table.push(row);
    }
    writeln!(report, "## One request over HTTP\n")?;
    writeln!(
        report,
        "Figures are {} of the server's process, release profile: eight connections that stay open, \
         curl's headers. All but actix-web and `serve()` run on the same accept loop of hyper with the \
         same timeout, in one thread; `serve()` is that of this project, with one worker. All use the \
         system's allocator.\n",
        counter.unit()
    )?;
    writeln!(report, "{table}")?;
    Ok(())
}

/// Prints the table of start-up time, memory and processor time.
#[expect(clippy::cast_precision_loss, reason = "the load is small")]
fn servers_table(
    report: &mut Report,
    servers: &[Server],
    next: Option<&Server>,
    paths: &[String],
) -> Result<()> {
    let mut table = Table::new([
        "a server",
        "start to first response",
        "memory after load",
        "processor time of a request",
    ]);
    for server in servers.iter().chain(next) {
        eprintln!("starting and loading {}", server.title);
        let mut starts = Vec::new();
        for _ in 0..STARTS {
            let started = Instant::now();
            let running = Running::start(server)?;
            first_response(running.port, &paths[0])?;
            starts.push(started.elapsed().as_secs_f64() * 1e3);
        }
        let running = Running::start(server)?;
        send_often(running.port, paths, LOAD / 4)?;
        let before = running.processor_time()?;
        send_often(running.port, paths, LOAD)?;
        let time = (running.processor_time()? - before) / LOAD as f64;
        table.push(vec![
            server.title.clone(),
            median(starts).map_or_else(String::new, |it| format!("{it:.1} ms")),
            format!("{:.1} MiB", running.resident()? / 1024.0),
            format!("{:.1} µs", time * 1e6),
        ]);
    }
    writeln!(report, "## A server\n")?;
    writeln!(
        report,
        "Median of {STARTS} starts; resident memory and processor time (user and system, all \
         threads) over {LOAD} requests. Times move with the load of the machine.\n"
    )?;
    if next.is_none() {
        writeln!(
            report,
            "Next.js is not in the table: neither `node` nor `npm` is on this machine.\n"
        )?;
    }
    writeln!(report, "{table}")?;
    Ok(())
}

/// Returns routes of a kind from the whole application.
fn sample(routes: &[Route], kind: Kind) -> Vec<Route> {
    let of_kind = routes.iter().copied().filter(|route| route.kind == kind);
    let all: Vec<Route> = of_kind.collect();
    let step = (all.len() / PATHS).max(1);
    all.into_iter().step_by(step).take(PATHS).collect()
}

/// Returns the folder and the text of a Route Handler of Next.js that is not cached.
fn next_handler(route: &Route) -> (String, String) {
    let index = route.index;
    let text = format!(
        "export const dynamic = 'force-dynamic';\n\
         export function GET() {{ return new Response('ok {index}'); }}\n"
    );
    (route.folder(), text)
}

fn paths(routes: &[Route]) -> Vec<String> {
    routes.iter().map(|route| route.sample_path()).collect()
}

fn responses(server: &Server, paths: &[String]) -> Result<Vec<Response>> {
    let running = Running::start(server)?;
    paths
        .iter()
        .map(|path| first_response(running.port, path))
        .collect()
}

/// Returns the cost of one request to a server, which is started by its command for a port. `send` sends a number of requests.
#[expect(clippy::cast_precision_loss, reason = "the counts are small")]
pub fn per_request(
    work: &Work,
    counter: Counter,
    command: impl Fn(u16) -> Command,
    send: impl Fn(u16, usize) -> Result<()>,
) -> Result<f64> {
    let cost = |count| {
        let port = free_port()?;
        counter.run_server(&command(port), &work.scratch(), || send(port, count))
    };
    let (few, many) = (cost(FEW)?, cost(MANY)?);
    Ok((many.amount - few.amount) / (MANY - FEW) as f64)
}

/// The process of a server, which is killed when this value is dropped.
pub struct Running {
    child: Child,
    /// The port that it listens on.
    pub port: u16,
}

impl Running {
    /// Starts a server on a free port.
    pub fn start(server: &Server) -> Result<Self> {
        let port = free_port()?;
        Self::start_command(server.command(port), port)
    }

    /// Starts a server by its command.
    pub fn start_command(mut command: Command, port: u16) -> Result<Self> {
        let child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()?;
        Ok(Self { child, port })
    }

    /// Returns the processor time of its threads in seconds.
    pub fn processor_time(&self) -> Result<f64> {
        let mut nanoseconds = 0.0;
        for thread in fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let text = fs::read_to_string(thread?.path().join("schedstat"))?;
            nanoseconds += text.split(' ').next().unwrap_or_default().parse::<f64>()?;
        }
        Ok(nanoseconds / 1e9)
    }

    /// Returns its resident memory in KiB.
    fn resident(&self) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .ok_or("no resident memory")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only if it has exited already.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
