//! The measured applications: one of route files, and one by hand that sends the same commands to Redis.

use crate::{prepared, project::Project};
use std::{fs, io, path::Path};

/// Lines of the manifest of the application of route files.
pub(super) const FILES_DEPENDENCIES: &str =
    "tower = { version = \"0.5\", default-features = false, features = [\"util\"] }\n";

/// The same by hand.
pub(super) const BY_HAND_DEPENDENCIES: &str =
    "redis = { version = \"1.8\", default-features = false, features = [\"tokio-comp\"] }\n";

/// The name of the application in Redis.
pub(super) const APPLICATION: &str = "bench";

/// Without `DATA` the handler responds with a text of 1 KB. With it, it reads its data from a server, and counts its runs.
const FILES: [(&str, &str); 5] = [
    (
        "build.rs",
        "fn main() {\n    println!(\"cargo::rerun-if-changed=app\");\n}\n",
    ),
    (
        "src/data.rs",
        r#"
use router_runtime::prelude::*;
use std::{collections::HashMap, env, io::{Read, Write}, net::TcpStream, sync::Mutex};

static RUNS: Mutex<Option<HashMap<String, usize>>> = Mutex::new(None);

pub fn runs(id: &str) -> usize {
    let runs = RUNS.lock().expect("no panic");
    runs.as_ref().and_then(|runs| runs.get(id)).copied().unwrap_or(0)
}

pub async fn read(id: String) -> Result<String> {
    *RUNS.lock().expect("no panic").get_or_insert_default().entry(id.clone()).or_default() += 1;
    let Ok(address) = env::var("DATA") else {
        return Ok(format!("{id:>1000}"));
    };
    let read = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address)?;
        let request = format!("GET /data/{id} HTTP/1.1\r\nhost: data\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        let mut response = String::new();
        stream.read_to_string(&mut response)?;
        let body = response.split_once("\r\n\r\n").map(|(_, body)| body.to_owned());
        body.ok_or_else(|| std::io::Error::other("no body"))
    });
    Ok(format!("version {}.", read.await.map_err(std::io::Error::other)??))
}
"#,
    ),
    (
        "app/item/[id]/route.rs",
        r#"
use router_runtime::prelude::*;

pub const revalidate: u32 = 3600;

pub async fn GET(Path(id): Path<String>, entry: CacheEntry) -> Result<String> {
    entry.tag(format!("item-{id}"))?;
    crate::data::read(id).await
}
"#,
    ),
    (
        "app/revalidate/[id]/route.rs",
        r#"
use router_runtime::prelude::*;

pub async fn POST(Path(id): Path<String>, cache: Cache) -> Result<&'static str> {
    cache.update_tag(&format!("item-{id}")).await?;
    Ok("ok")
}
"#,
    ),
    (
        "app/runs/[id]/route.rs",
        "
use router_runtime::prelude::*;

pub async fn GET(Path(id): Path<String>) -> String {
    crate::data::runs(&id).to_string()
}
",
    ),
];

const FILES_MAIN: &str = r#"
mod data;

use axum::{body::Body, http::Request};
use router_runtime::cache::{CacheOptions, Consistency, Redis};
use std::{env, process::ExitCode, time::Duration};
use tower::ServiceExt;

router_runtime::routes!("app");

fn options() -> CacheOptions {
    let options = CacheOptions::new();
    if let Ok(url) = env::var("REDIS") {
        let mut redis = Redis::new(url).application("APPLICATION");
        if let Ok(seconds) = env::var("REDIS_TIMEOUT") {
            redis = redis.timeout(Duration::from_secs(seconds.parse().expect("seconds")));
        }
        if env::var_os("STRONG").is_some() {
            redis = redis.consistency(Consistency::Strong);
        }
        return options.shared(redis);
    }
    match env::var("STORE") {
        Ok(file) => options.disk(file),
        Err(_) => options,
    }
}

/// `hits` sends the requests to a warm cache, in front of a tier whose own tasks run on another thread. `serve` serves.
fn main() -> ExitCode {
    let service = app::builder().cache(options()).service();
    if driver::way() != "hits" {
        return driver::run(service);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("a runtime");
    runtime.block_on(async {
        for path in env::args().skip(4) {
            loop {
                let request = Request::get(&path).body(Body::empty()).expect("a request");
                let response = service.clone().oneshot(request).await.expect("a response");
                let status = response.headers()["cache-status"].to_str().expect("a text");
                if status.starts_with("rcache; hit") && !status.contains("detail") {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    });
    driver::run(service)
}
"#;

pub(super) fn write_files(project: &Project) -> io::Result<()> {
    for (path, text) in FILES {
        project.write(path, text.trim_start())?;
    }
    project.write(
        "src/main.rs",
        &FILES_MAIN.replace("APPLICATION", APPLICATION),
    )
}

const BY_HAND_MAIN: &str = r#"
mod prepared;

use axum::{Router, body::{Body, Bytes}, extract::Path, http::{HeaderValue, StatusCode}, response::{IntoResponse, Response}, routing::get};
use prepared::{Prepared, prepare, send};
use redis::{RedisResult, aio::MultiplexedConnection};
use std::{collections::HashMap, env, process::ExitCode, sync::LazyLock, time::Duration};
use tokio::{sync::OnceCell, time::timeout};

const FIELD: &[u8] = b"0123456789abcdef";

type Text = Option<Vec<u8>>;

/// The headers of a response from the cache, except for its age.
static PREPARED: LazyLock<Prepared> = LazyLock::new(|| prepare(String::new(), &[]));

static SERVER: OnceCell<Server> = OnceCell::const_new();

struct Server {
    connection: MultiplexedConnection,
    read: String,
    versions: String,
}

impl Server {
    async fn connect() -> RedisResult<Self> {
        let client = redis::Client::open(env::var("REDIS").expect("REDIS is set"))?;
        let mut connection = client.get_multiplexed_async_connection().await?;
        let mut load = redis::cmd("SCRIPT");
        let read = load.arg("LOAD").arg(include_str!("read.lua")).query_async(&mut connection).await?;
        let mut load = redis::cmd("SCRIPT");
        let versions = load.arg("LOAD").arg(include_str!("versions.lua")).query_async(&mut connection).await?;
        Ok(Self { connection, read, versions })
    }
}

fn key(id: u64) -> String {
    format!("{{APPLICATION:p:{id:032x}}}:h")
}

fn number(text: &[u8]) -> Option<u64> {
    str::from_utf8(text).ok()?.parse().ok()
}

async fn read(id: u64) -> RedisResult<Option<Response>> {
    let server = SERVER.get_or_try_init(Server::connect).await?;
    let mut connection = server.connection.clone();
    let mut read = redis::cmd("EVALSHA");
    read.arg(&server.read).arg(1).arg(key(id)).arg(FIELD);
    let (head, bytes, soft, now): (Text, Text, Text, u64) = read.query_async(&mut connection).await?;
    let (Some(head), Some(bytes), None) = (head, bytes, soft) else {
        return Ok(None);
    };
    let parts: Vec<&[u8]> = head.splitn(6, |byte| *byte == b' ').collect();
    let [_, epoch, nonce, created, lifetime, mut packed] = parts[..] else {
        return Ok(None);
    };
    let (Some(epoch), Some(created), Some(lifetime)) = (number(epoch), number(created), number(lifetime)) else {
        return Ok(None);
    };
    let age = now.saturating_sub(created);
    if age / 1000 > lifetime {
        return Ok(None);
    }
    let mut versions = redis::cmd("EVALSHA");
    versions.arg(&server.versions).arg(2).arg("{APPLICATION:tags}:v").arg("{APPLICATION:tags}:meta").arg("");
    while let Some((length, rest)) = packed.split_first_chunk() {
        let Some((tag, rest)) = rest.split_at_checked(u16::from_be_bytes(*length).into()) else {
            return Ok(None);
        };
        versions.arg(tag);
        packed = rest;
    }
    let (own, _, hard, soft, _, found): (Text, Text, Text, Text, u64, Vec<Text>) = versions.query_async(&mut connection).await?;
    if own.as_deref() != Some(nonce) || found[0].as_deref() != Some(nonce) {
        return Ok(None);
    }
    for floor in [hard, soft].iter().flatten() {
        if number(floor).is_none_or(|floor| floor > epoch) {
            return Ok(None);
        }
    }
    for version in found[1..].iter().flatten() {
        let mut numbers = version.split(|byte| *byte == b' ').map(number);
        let is_valid = [numbers.next(), numbers.next()].iter().all(|it| it.flatten().is_some_and(|it| it <= epoch));
        if !is_valid {
            return Ok(None);
        }
    }
    let mut response = send(&PREPARED);
    response.headers_mut().insert("age", HeaderValue::from(age / 1_000_000));
    let bytes = Bytes::from(bytes);
    *response.body_mut() = Body::from(bytes.slice(bytes.len() - 1000..));
    Ok(Some(response))
}

async fn item(Path(id): Path<u64>) -> Response {
    match timeout(Duration::from_secs(10), read(id)).await {
        Ok(Ok(Some(response))) => response,
        other => (StatusCode::INTERNAL_SERVER_ERROR, format!("{other:?}")).into_response(),
    }
}

/// Copies a record of the other application to as many keys.
fn fill(count: u64) -> RedisResult<()> {
    let client = redis::Client::open(env::var("REDIS").expect("REDIS is set"))?;
    let mut connection = client.get_connection()?;
    let mut scan = redis::cmd("SCAN");
    scan.arg(0).arg("MATCH").arg("{APPLICATION:p:*").arg("COUNT").arg(1000);
    let (_, keys): (u64, Vec<String>) = scan.query(&mut connection)?;
    let record: HashMap<Vec<u8>, Vec<u8>> = redis::cmd("HGETALL").arg(&keys[0]).query(&mut connection)?;
    let value = |kind: &[u8]| record.iter().find(|(field, _)| field.ends_with(kind)).expect("a record").1;
    for id in 0..count {
        let mut set = redis::cmd("HSET");
        set.arg(key(id)).arg([FIELD, b":m"].concat()).arg(value(b":m"));
        set.arg([FIELD, b":b"].concat()).arg(value(b":b")).exec(&mut connection)?;
    }
    Ok(())
}

fn main() -> ExitCode {
    if driver::way() == "fill" {
        fill(env::args().nth(2).and_then(|count| count.parse().ok()).expect("a count")).expect("Redis");
        return ExitCode::SUCCESS;
    }
    driver::run(Router::new().route("/item/{id}", get(item)))
}
"#;

pub(super) fn write_by_hand(project: &Project) -> io::Result<()> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../router-runtime/src/cache/store/shared/scripts");
    for script in ["read.lua", "versions.lua"] {
        let text = fs::read_to_string(scripts.join(script))?;
        project.write(&format!("src/{script}"), &text)?;
    }
    project.write("src/prepared.rs", prepared::SOURCE)?;
    project.write(
        "src/main.rs",
        &BY_HAND_MAIN.replace("APPLICATION", APPLICATION),
    )
}
