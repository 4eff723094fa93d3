//! Processes of the example application that share a server.

use reqwest::{Client, Response};
use router_tests::{
    example_app::command,
    program::Program,
    redis_server::{RedisServer, free_port, is_installed},
    wait::{TIMEOUT, wait_for},
};
use std::{
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

fn start(server: &RedisServer, instance: &str) -> Program {
    let mut command = command();
    command
        .env("CACHE_URL", server.url())
        .env("INSTANCE", instance);
    Program::start(&mut command)
}

fn client() -> Client {
    // The error means that another test was first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().timeout(TIMEOUT).build().unwrap()
}

async fn get(client: &Client, address: SocketAddr, path: &str) -> Response {
    let url = format!("http://{address}{path}");
    client.get(url).send().await.unwrap()
}

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers()[name].to_str().unwrap()
}

async fn refresh_clock(client: &Client, address: SocketAddr) {
    let url = format!("http://{address}/caching/refresh");
    let form = ("content-type", "application/x-www-form-urlencoded");
    let refresh = client.post(url).header(form.0, form.1).body("what=clock");
    let refreshed = refresh.send().await.unwrap();
    assert!(refreshed.status().is_success(), "{refreshed:?}");
}

/// A response of one instance is a hit on the other, until the first one invalidates it. Both have names.
async fn share(client: &Client, one: (SocketAddr, &str), other: (SocketAddr, &str)) {
    let mut shared = None;
    // On a busy machine an operation may take longer than its budget, so that nothing is shared.
    for _ in 0..10 {
        refresh_clock(client, one.0).await;
        // By then the other one has seen it.
        tokio::time::sleep(Duration::from_secs(1)).await;
        let first = get(client, one.0, "/caching/clock").await;
        assert_eq!(header(&first, "x-instance"), one.1);
        let body = first.text().await.unwrap();
        let second = get(client, other.0, "/caching/clock").await;
        assert_eq!(header(&second, "x-instance"), other.1);
        if header(&second, "cache-status").contains("hit") {
            assert_eq!(second.text().await.unwrap(), body);
            shared = Some(body);
            break;
        }
    }
    let body = shared.expect("no response was shared");
    refresh_clock(client, one.0).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let third = get(client, other.0, "/caching/clock").await;
    assert_ne!(third.text().await.unwrap(), body);
}

#[tokio::test]
async fn two_programs_share_a_cache_that_outlives_them() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let client = client();
    let (one, other) = (start(&server, "one"), start(&server, "other"));
    let addresses = (one.address, other.address);
    share(&client, (addresses.0, "one"), (addresses.1, "other")).await;
    // Killed: its responses remain for the next one.
    let offers = get(&client, one.address, "/caching/offers").await;
    let offers = offers.text().await.unwrap();
    drop((one, other));
    let next = start(&server, "next");
    let found = get(&client, next.address, "/caching/offers").await;
    assert!(header(&found, "cache-status").contains("hit"), "{found:?}");
    assert_eq!(found.text().await.unwrap(), offers);
}

/// The script that starts two instances, which ends with the value.
struct Script(Child);

impl Script {
    fn start(redis: u16, ports: [u16; 2]) -> Self {
        // The example is built before the time of the script counts, and the script has the same variables.
        let program = command();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../example-app");
        let mut script = Command::new(folder.join("two-instances"));
        for (name, _) in program.get_envs() {
            script.env_remove(name);
        }
        let [one, other] = ports;
        script
            .env("REDIS_PORT", redis.to_string())
            .env("PORTS", format!("{one} {other}"))
            .env("HOST", "127.0.0.1")
            .env_remove("RUST_LOG")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        Self(script.spawn().unwrap())
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        let mut kill = Command::new("kill");
        let _ = kill.arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn the_script_starts_two_instances_whose_page_shows_which_one_responded() {
    if !is_installed() {
        return;
    }
    let client = client();
    let (redis, ports) = (free_port(), [free_port(), free_port()]);
    let script = Script::start(redis, ports);
    let [one, other] =
        ports.map(|port| (SocketAddr::from(([127, 0, 0, 1], port)), port.to_string()));
    for (address, name) in [&one, &other] {
        let url = format!("http://{address}/caching");
        let page = wait_for("the instance is ready", async || {
            let response = client.get(&url).send().await.ok()?;
            (response.status() == 200).then_some(response)
        })
        .await;
        assert_eq!(header(&page, "x-instance"), name);
        let page = page.text().await.unwrap();
        assert!(page.contains("data-url=\"/caching/clock\""), "{page}");
        // Its script requests the paths of its panels, and shows the instance of each response.
        for part in [
            "fetch(panel.dataset.url",
            "response.headers.get(\"x-instance\")",
            "(from instance ${instance})",
        ] {
            assert!(page.contains(part), "{part}");
        }
    }
    share(&client, (one.0, &one.1), (other.0, &other.1)).await;
    share(&client, (other.0, &other.1), (one.0, &one.1)).await;
    drop(script);
    for port in [redis, ports[0], ports[1]] {
        wait_for("the end of the program", async || {
            let address = SocketAddr::from(([127, 0, 0, 1], port));
            tokio::net::TcpStream::connect(address).await.err()
        })
        .await;
    }
}

#[tokio::test]
async fn a_malformed_url_is_an_error_at_the_start() {
    let mut command = command();
    command
        .env("CACHE_URL", "redis://shop:secret@host:port")
        .env("PORT", "0");
    let output = command.output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8(text).unwrap();
    assert!(!output.status.success(), "{text}");
    assert!(text.contains("CACHE_URL"), "{text}");
    assert!(text.contains("the host `host:port`"), "{text}");
    assert!(!text.contains("secret"), "{text}");
    // The panic is at the line of the application.
    assert!(text.contains("panicked at example-app/"), "{text}");
}
