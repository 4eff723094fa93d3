//! Redis for tests: Debian's `redis-server` on a free port, and a proxy in front of it that misbehaves. `REDIS_SERVER` is the path of
//! another server, such as Valkey. With `REDIS_USER=restricted`, applications connect as the user of the guide.

use super::tool::{Tool, in_path};
use std::{
    env,
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, OnceLock},
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

static REDIS: Tool = Tool {
    name: "Redis",
    variable: "REDIS_TESTS",
    packages: &["redis-server"],
    find: || match env::var_os("REDIS_SERVER") {
        Some(path) => Ok(path.into()),
        None => {
            in_path("redis-server").ok_or_else(|| "there is no `redis-server` in PATH".to_owned())
        }
    },
    found: OnceLock::new(),
};

const DEADLINE: Duration = Duration::from_secs(10);

/// Returns the rules of the user `shop` in the guide, whose password is `secret`.
pub fn rules_of_the_guide() -> Vec<&'static str> {
    let guide = include_str!("../router-runtime/src/docs/guide/several_instances.md");
    let rules = guide
        .lines()
        .find_map(|line| line.strip_prefix("user shop "));
    rules.expect("the guide has a user").split(' ').collect()
}

/// Returns `true` if applications connect as the user of the guide.
fn is_restricted() -> bool {
    env::var("REDIS_USER").is_ok_and(|user| user == "restricted")
}

fn url(address: SocketAddr) -> String {
    let user = if is_restricted() { "shop:secret@" } else { "" };
    format!("redis://{user}{address}")
}

/// A running server; it ends with the test.
#[derive(Debug)]
pub struct RedisServer {
    child: Child,
    port: u16,
    options: Vec<String>,
    /// The options of `redis-cli`, such as a password.
    client: Vec<String>,
    folder: TempDir,
}

impl RedisServer {
    /// Starts a server without persistence. Returns `None` if there is no Redis.
    pub fn start() -> Option<Self> {
        Self::start_with(&[], &[])
    }

    /// Starts a server with options, such as `--requirepass secret`, and those that `redis-cli` needs for it. `{folder}` is the folder
    /// of the server.
    pub fn start_with(options: &[&str], client: &[&str]) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        Self::start_in(folder, options, client)
    }

    /// Starts a server in a folder that contains its files.
    pub fn start_in(folder: TempDir, options: &[&str], client: &[&str]) -> Option<Self> {
        if !is_installed() {
            return None;
        }
        let here = folder.path().display().to_string();
        let fill = |options: &[&str]| -> Vec<String> {
            let options = options.iter();
            options.map(|it| it.replace("{folder}", &here)).collect()
        };
        let (options, client) = (fill(options), fill(client));
        let port = free_port();
        let mut server = Self {
            child: spawn(port, &options, folder.path()),
            port,
            options,
            client,
            folder,
        };
        server.wait();
        Some(server)
    }

    /// The address.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.port))
    }

    /// The URL.
    pub fn url(&self) -> String {
        url(self.address())
    }

    /// Runs `redis-cli` and returns what it prints.
    pub fn cli(&self, arguments: &[&str]) -> String {
        let output = Command::new("redis-cli")
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string()])
            .args(&self.client)
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .expect("redis-cli runs");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Freezes the process: its sockets stay open, and nothing responds.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Lets the process continue.
    pub fn resume(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let mut kill = Command::new("kill");
        kill.args([signal, &self.child.id().to_string()]);
        assert!(kill.status().unwrap().success());
    }

    /// Kills the process, which loses its data.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Starts the process again, with the same port.
    pub fn restart(&mut self) {
        self.kill();
        self.child = spawn(self.port, &self.options, self.folder.path());
        self.wait();
    }

    fn wait(&mut self) {
        let end = Instant::now() + DEADLINE;
        while !self.cli(&["ping"]).ends_with("PONG") {
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none(), "redis-server ended: {ended:?}");
            assert!(
                Instant::now() < end,
                "redis-server does not respond: {}",
                self.cli(&["ping"])
            );
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.kill();
    }
}

fn spawn(port: u16, options: &[String], folder: &Path) -> Child {
    let program = REDIS.path_or_skip().expect("it was found before");
    let mut command = Command::new(program);
    if is_restricted() {
        command.args(["--user", "shop"]).args(rules_of_the_guide());
    }
    command
        .args(["--port", &port.to_string()])
        .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        .arg("--dir")
        .arg(folder)
        .args(options)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("redis-server starts")
}

/// Returns `true` if there is a server to start; otherwise it reports that the test is skipped.
pub fn is_installed() -> bool {
    REDIS.path_or_skip().is_some()
}

/// Returns a port that no program uses.
pub fn free_port() -> u16 {
    // Nodes of a cluster use a second port, 10000 above.
    loop {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        if port < 55_000 {
            return port;
        }
    }
}

/// A cluster of three nodes without replicas.
pub fn cluster() -> Option<[RedisServer; 3]> {
    let options = [
        "--cluster-enabled",
        "yes",
        "--cluster-require-full-coverage",
        "no",
    ];
    let nodes = [
        RedisServer::start_with(&options, &[])?,
        RedisServer::start_with(&options, &[])?,
        RedisServer::start_with(&options, &[])?,
    ];
    let addresses = nodes.each_ref().map(|node| node.address().to_string());
    let mut create = vec!["--cluster", "create"];
    create.extend(addresses.iter().map(String::as_str));
    create.push("--cluster-yes");
    let created = nodes[0].cli(&create);
    let end = Instant::now() + DEADLINE;
    while !nodes
        .iter()
        .all(|node| node.cli(&["cluster", "info"]).contains("cluster_state:ok"))
    {
        assert!(Instant::now() < end, "the cluster does not form: {created}");
        thread::sleep(Duration::from_millis(20));
    }
    Some(nodes)
}

/// The treatment of the bytes that a proxy receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Passes them on.
    None,
    /// Passes them on after a pause.
    Delay(Duration),
    /// Loses those of every third read, which TCP sends again after 200 ms.
    Loss,
    /// Keeps them.
    Stall,
    /// Passes on one byte a second.
    Trickle,
    /// Closes the connection in the middle of a response.
    Reset,
    /// Closes the connection after that many bytes of a large request.
    CutRequest(usize),
    /// Passes on requests, and keeps responses.
    Mute,
    /// Closes every connection at once.
    Refuse,
}

/// The bytes of a read from which a request counts as large. Its other parts may be smaller.
const LARGE: usize = 4096;

/// A proxy on a free port.
#[derive(Clone, Debug)]
pub struct FaultyProxy {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    target: Mutex<SocketAddr>,
    fault: Mutex<Fault>,
    connections: Mutex<Vec<TcpStream>>,
}

impl FaultyProxy {
    /// Starts a proxy in front of a server.
    pub fn start(target: SocketAddr) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let proxy = Self {
            address: listener.local_addr().unwrap(),
            shared: Arc::new(Shared {
                target: Mutex::new(target),
                fault: Mutex::new(Fault::None),
                connections: Mutex::default(),
            }),
        };
        let shared = Arc::clone(&proxy.shared);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let _ = shared.connect(client);
            }
        });
        proxy
    }

    /// The URL.
    pub fn url(&self) -> String {
        url(self.address)
    }

    /// Sets the fault of all connections.
    pub fn set(&self, fault: Fault) {
        *self.shared.fault.lock().unwrap() = fault;
        if fault == Fault::Refuse {
            self.disconnect();
        }
    }

    /// Ends all connections, and passes new ones to another server.
    pub fn switch(&self, target: SocketAddr) {
        *self.shared.target.lock().unwrap() = target;
        self.disconnect();
    }

    /// Ends all connections.
    pub fn disconnect(&self) {
        for connection in self.shared.connections.lock().unwrap().drain(..) {
            let _ = connection.shutdown(Shutdown::Both);
        }
    }
}

impl Shared {
    fn fault(&self) -> Fault {
        *self.fault.lock().unwrap()
    }

    fn connect(self: &Arc<Self>, client: TcpStream) -> io::Result<()> {
        if self.fault() == Fault::Refuse {
            return client.shutdown(Shutdown::Both);
        }
        let server = TcpStream::connect(*self.target.lock().unwrap())?;
        for stream in [&client, &server] {
            stream.set_nodelay(true)?;
            self.connections.lock().unwrap().push(stream.try_clone()?);
        }
        let (to_server, from_server) = (server.try_clone()?, server);
        let (to_client, from_client) = (client.try_clone()?, client);
        for (from, to, is_response) in [
            (from_client, to_server, false),
            (from_server, to_client, true),
        ] {
            let shared = Arc::clone(self);
            thread::spawn(move || {
                let _ = shared.copy(&from, &to, is_response);
                let _ = from.shutdown(Shutdown::Both);
                let _ = to.shutdown(Shutdown::Both);
            });
        }
        Ok(())
    }

    fn copy(&self, mut from: &TcpStream, mut to: &TcpStream, is_response: bool) -> io::Result<()> {
        let mut buffer = vec![0; 64 << 10];
        let (mut passed, mut reads) = (0, 0);
        loop {
            let length = from.read(&mut buffer)?;
            reads += 1;
            if length == 0 {
                return Ok(());
            }
            let bytes = &buffer[..length];
            match self.fault() {
                Fault::Delay(pause) => thread::sleep(pause),
                Fault::Loss if reads % 3 == 0 => {
                    thread::sleep(Duration::from_millis(200));
                }
                Fault::Trickle if is_response => {
                    for byte in bytes {
                        to.write_all(&[*byte])?;
                        let end = Instant::now() + Duration::from_secs(1);
                        while self.fault() == Fault::Trickle && Instant::now() < end {
                            thread::sleep(Duration::from_millis(10));
                        }
                    }
                    continue;
                }
                Fault::CutRequest(after) if !is_response && (passed > 0 || length >= LARGE) => {
                    let rest = length.min(after - passed);
                    to.write_all(&bytes[..rest])?;
                    passed += rest;
                    if passed == after {
                        return Ok(());
                    }
                    continue;
                }
                Fault::Reset if is_response => {
                    to.write_all(&bytes[..length / 2])?;
                    return Ok(());
                }
                _ => {}
            }
            while self.fault() == Fault::Stall || is_response && self.fault() == Fault::Mute {
                thread::sleep(Duration::from_millis(5));
            }
            to.write_all(bytes)?;
        }
    }
}
