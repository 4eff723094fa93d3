//! Cases that hold with every kind of server: a single one, a cluster, one with TLS and a restricted user.

use super::{
    Instance, redis,
    sharing::{clocks_do_not_matter, one_runs_for_all, records_have_a_code, share},
};
use crate::app;
use metrics::set_default_local_recorder;
use router_runtime::{
    cache::{CacheOptions, Consistency, Redis},
    prelude::*,
};
use router_tests::{
    handlers::Gate,
    recorder::Values,
    redis_server::{FaultyProxy, RedisServer, cluster, rules_of_the_guide},
    test_app::responses,
    wait::wait_for,
};
use std::{
    env, fs,
    io::{self, Read},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::{task::spawn_blocking, time::sleep};

/// A server and the way to it.
struct Server {
    url: String,
    /// The file with the certificate, for TLS.
    certificate: Option<PathBuf>,
}

impl Server {
    fn of(url: String) -> Self {
        let certificate = None;
        Self { url, certificate }
    }

    fn redis(&self) -> Redis {
        let certificate = self.certificate.as_ref();
        let certificate = certificate.map(|file| fs::read_to_string(file).unwrap());
        let redis = redis(&self.url);
        certificate.into_iter().fold(redis, Redis::ca_certificate)
    }

    async fn start(&self) -> Instance {
        Instance::start_of(self.redis()).await
    }
}

/// Cases 92 to 95, 106 and 109. Those of other numbers stop, flush, fill or replace the server, count its commands, or need a proxy in front
/// of it, around which a cluster redirects. With `REDIS_USER=restricted` the others run as the user of
/// the guide, too.
async fn check(server: &Server) {
    let (one, other) = (server.start().await, server.start().await);
    one_runs_for_all(&one, &other).await;
    let strong = server.redis().consistency(Consistency::Strong);
    let strong = Instance::start_of(strong).await;
    invalidations_are_seen(&one, &other, &strong).await;
    a_killed_leader_is_replaced(server, &one, &other).await;
    a_stopped_leader_is_fenced(server, &one).await;
    records_have_a_code(|| server.redis()).await;
    clocks_do_not_matter(&one, &other).await;
}

/// Lets the responses for `/a` contain the name of the instance.
fn name<const N: usize>(instances: [(&'static str, &Instance); N]) {
    for (name, instance) in instances {
        let respond = move |run| async move { Ok(format!("{name} {run}").into_response()) };
        instance.state.plan("a", respond);
    }
}

/// Case 93: within a second, and at once by a strong instance.
pub(super) async fn invalidations_are_seen(one: &Instance, other: &Instance, strong: &Instance) {
    name([("one", one), ("other", other), ("strong", strong)]);
    let mut shared = 0;
    for round in 1..=12 {
        let before = one.get("/a").await.body;
        one.cache.settled().await;
        for instance in [other, strong] {
            instance.get("/a").await;
            // On a busy machine an operation may take longer than its budget, and the instance runs its own handler.
            shared += usize::from(instance.get("/a").await.body == before);
        }
        match round % 4 {
            0 => one.cache.revalidate_path("/a").await.unwrap(),
            1 => one.cache.update_tag("item-a").await.unwrap(),
            2 => one.cache.revalidate_route(app::slug::ROUTE).await.unwrap(),
            _ => assert_eq!(one.method("PUT", "/a").await.status, 204),
        }
        assert_ne!(strong.get("/a").await.body, before, "{round}");
        assert_ne!(one.get("/a").await.body, before, "{round}");
        let start = Instant::now();
        while other.get("/a").await.body == before {
            assert!(start.elapsed() < Duration::from_secs(1), "{round}");
        }
        for instance in [one, other, strong] {
            instance.cache.settled().await;
        }
    }
    assert!(shared > 12, "{shared} of 24");
}

/// A process whose handler runs with a lease.
struct Leader(Child);

impl Drop for Leader {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

const URL: &str = "LEADER_URL";
const CERTIFICATE: &str = "LEADER_CERTIFICATE";
const SLUG: &str = "LEADER_SLUG";
const STARTED: &str = "the handler has started";
const FENCED: &str = "the record was refused";

/// Its lease is one of 4.1 s: the time of the handler, two operations, and two seconds.
#[tokio::test]
#[ignore = "run by other tests in another process"]
async fn program() {
    let server = Server {
        url: env::var(URL).unwrap(),
        certificate: env::var_os(CERTIFICATE).map(PathBuf::from),
    };
    let values = Values::default();
    let _guard = set_default_local_recorder(&values);
    let redis = server.redis().timeout(Duration::from_secs(1));
    let options = CacheOptions::new().shared(redis);
    let instance = Instance::start_with(options.regen_timeout(Duration::from_millis(100))).await;
    instance.wait().await;
    let slug = env::var(SLUG).unwrap();
    let gate = Gate::default();
    let of_handler = gate.clone();
    instance.state.plan(&slug, move |_| {
        let gate = of_handler.clone();
        async move {
            gate.pass().await;
            Ok("the leader".into_response())
        }
    });
    let pending = instance.start(&format!("/{slug}")).await;
    instance.wait_for_runs(&slug, 1).await;
    println!("{STARTED}");
    let end = spawn_blocking(|| io::stdin().read_to_end(&mut Vec::new()));
    end.await.unwrap().unwrap();
    // Meanwhile it may have lost its connections, in a cluster that to each node.
    for _ in 0..10 {
        instance.wait().await;
    }
    gate.open(1);
    assert_eq!(pending.response().await.body, "the leader");
    wait_for("the record is refused", async || {
        values.last("rcache_l2 tier=redis operation=put result=fenced")
    })
    .await;
    println!("{FENCED}");
}

impl Leader {
    /// Starts the process, and returns when its handler runs.
    fn start(server: &Server, slug: &str) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        command
            .args(["--ignored", "--exact", "--nocapture"])
            .arg("redis::cases::program")
            .envs([(URL, &*server.url), (SLUG, slug)])
            .env_remove("CACHE_URL")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        if let Some(certificate) = &server.certificate {
            command.env(CERTIFICATE, certificate);
        }
        let mut leader = Self(command.spawn().unwrap());
        leader.read_until(STARTED);
        leader
    }

    fn read_until(&mut self, text: &str) {
        let output = self.0.stdout.as_mut().unwrap();
        let (mut read, mut byte) = (Vec::new(), [0]);
        while !read.ends_with(text.as_bytes()) {
            let length = output.read(&mut byte).unwrap();
            let read_text = || String::from_utf8_lossy(&read);
            assert!(length > 0, "expected {text:?}, found {}", read_text());
            read.push(byte[0]);
        }
    }

    fn signal(&self, signal: &str) {
        let mut kill = Command::new("kill");
        kill.args([signal, &self.0.id().to_string()]);
        assert!(kill.status().unwrap().success());
    }
}

/// Case 94: 20 requests to each of two other instances wait for the end of the lease, and then for one run.
async fn a_killed_leader_is_replaced(server: &Server, one: &Instance, other: &Instance) {
    let slug = "killed";
    let leader = Leader::start(server, slug);
    let start = Instant::now();
    leader.signal("-KILL");
    let gates = [one, other].map(|instance| instance.state.gate(slug));
    let mut pending = one.start_many("/killed", 20).await;
    pending.extend(other.start_many("/killed", 20).await);
    let runs = || one.state.runs(slug) + other.state.runs(slug);
    wait_for("a new leader", async || (runs() > 0).then_some(())).await;
    let time = start.elapsed();
    assert!(time > Duration::from_secs(2), "{time:?}");
    assert!(time < Duration::from_secs(10), "{time:?}");
    sleep(Duration::from_secs(1)).await;
    for gate in &gates {
        gate.open(2);
    }
    for response in responses(pending).await {
        assert_eq!(response.body, "killed 1");
    }
    assert_eq!(runs(), 1);
    drop(leader);
}

/// Case 95: the leader is stopped, and continues after another instance has stored its response.
async fn a_stopped_leader_is_fenced(server: &Server, other: &Instance) {
    let slug = "stopped";
    let mut leader = Leader::start(server, slug);
    leader.signal("-STOP");
    // It waits for the end of the lease.
    assert_eq!(other.line("/stopped").await, "200 MISS stored stopped 1");
    let found = async || {
        let another = server.start().await;
        wait_for("the record", async || {
            let line = another.line("/stopped").await;
            let is_found = line.starts_with("200 HIT l2");
            is_found.then_some(line)
        })
        .await
    };
    assert_eq!(found().await, "200 HIT l2 stopped 1");
    leader.signal("-CONT");
    drop(leader.0.stdin.take());
    leader.read_until(FENCED);
    assert_eq!(found().await, "200 HIT l2 stopped 1");
    assert_eq!(other.line("/stopped").await, "200 HIT stopped 1");
}

#[tokio::test]
async fn case_94_a_killed_leader_is_replaced_when_its_lease_has_ended() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let reached = Server::of(server.url());
    let (one, other) = (reached.start().await, reached.start().await);
    a_killed_leader_is_replaced(&reached, &one, &other).await;
}

#[tokio::test]
async fn case_95_a_leader_that_was_stopped_cannot_store() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let reached = Server::of(server.url());
    let other = reached.start().await;
    a_stopped_leader_is_fenced(&reached, &other).await;
}

#[tokio::test]
async fn case_104_a_failover_that_lost_invalidations_makes_everything_stale() {
    let (Some(primary), Some(replica)) = (RedisServer::start(), RedisServer::start()) else {
        return;
    };
    let proxy = FaultyProxy::start(primary.address());
    let (one, other) = (
        Instance::start(&proxy.url()).await,
        Instance::start(&proxy.url()).await,
    );
    name([("one", &one), ("other", &other)]);
    let (old, _) = share(&one, &other, "/a").await;
    let port = primary.address().port().to_string();
    replica.cli(&["replicaof", "127.0.0.1", &port]);
    wait_for("the replica has the data", async || {
        let epoch = |server: &RedisServer| server.cli(&["hget", "{shop:tags}:meta", "epoch"]);
        let is_copied = !epoch(&primary).is_empty() && epoch(&replica) == epoch(&primary);
        is_copied.then_some(())
    })
    .await;
    replica.cli(&["replicaof", "no", "one"]);
    // The last three epochs are those of invalidations.
    for _ in 0..3 {
        one.cache.update_tag("items").await.unwrap();
    }
    let (new, _) = share(&one, &other, "/a").await;
    assert_ne!(new.body, old.body);
    proxy.switch(replica.address());
    for instance in [&one, &other] {
        wait_for("a stale response", async || {
            let response = instance.get("/a").await;
            assert_ne!(response.body, old.body);
            response.line().starts_with("200 STALE").then_some(())
        })
        .await;
    }
    for instance in [&one, &other] {
        instance.wait().await;
        instance.cache.settled().await;
    }
    let before = one.line("/a").await;
    one.cache.update_tag("items").await.unwrap();
    wait_for("the invalidation", async || {
        let response = other.get("/a").await;
        assert_ne!(response.body, old.body);
        (response.line() != before).then_some(())
    })
    .await;
    one_runs_for_all(&one, &other).await;
}

#[tokio::test]
async fn case_107_a_cluster() {
    let Some(nodes) = cluster() else {
        return;
    };
    let addresses = (nodes[0].address(), nodes[2].address());
    let url = format!("redis+cluster://{},{}", addresses.0, addresses.1);
    check(&Server::of(url)).await;
    for node in &nodes {
        let errors = node.cli(&["info", "errorstats"]);
        assert!(!errors.contains("CROSSSLOT"), "{errors}");
        let keys = node.cli(&["dbsize"]);
        assert_ne!(keys, "0", "the keys are on every node");
    }
}

#[tokio::test]
async fn case_110_tls_and_a_restricted_user() {
    let key = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let folder = TempDir::new().unwrap();
    let certificate = folder.path().join("cert.pem");
    fs::write(&certificate, key.cert.pem()).unwrap();
    let private = key.signing_key.serialize_pem();
    fs::write(folder.path().join("key.pem"), private).unwrap();
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let tls = format!(
        "--tls-port {port} --tls-auth-clients no --tls-cert-file {{folder}}/cert.pem --tls-key-file {{folder}}/key.pem"
    );
    let tls: Vec<&str> = tls.split(' ').collect();
    let Some(server) = RedisServer::start_in(folder, &tls, &[]) else {
        return;
    };
    let mut command = vec!["acl", "setuser", "shop"];
    command.extend(rules_of_the_guide());
    assert_eq!(server.cli(&command), "OK");
    server.cli(&["acl", "setuser", "default", "off"]);
    check(&Server {
        url: format!("rediss://shop:secret@localhost:{port}"),
        certificate: Some(certificate),
    })
    .await;
}
