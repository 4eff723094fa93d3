//! Processes of the example application that share a server.

use reqwest::{Client, Response};
use router_tests::{
    example_app::command, program::Program, redis_server::RedisServer, wait::TIMEOUT,
};
use std::time::Duration;

fn start(server: &RedisServer, instance: &str) -> Program {
    let mut command = command();
    command
        .env("CACHE_URL", server.url())
        .env("INSTANCE", instance);
    Program::start(&mut command)
}

async fn get(client: &Client, program: &Program, path: &str) -> Response {
    let url = format!("http://{}{path}", program.address);
    let request = client.get(url).timeout(TIMEOUT);
    request.send().await.unwrap()
}

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers()[name].to_str().unwrap()
}

async fn refresh_clock(client: &Client, program: &Program) {
    let url = format!("http://{}/caching/refresh", program.address);
    let form = ("content-type", "application/x-www-form-urlencoded");
    let refresh = client.post(url).header(form.0, form.1).body("what=clock");
    let refreshed = refresh.timeout(TIMEOUT).send().await.unwrap();
    assert!(refreshed.status().is_success(), "{refreshed:?}");
}

#[tokio::test]
async fn two_programs_share_a_cache_that_outlives_them() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    // The error means that another test was first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::new();
    let (one, other) = (start(&server, "one"), start(&server, "other"));
    let mut shared = None;
    // On a busy machine an operation may take longer than its budget, so that nothing is shared.
    for _ in 0..10 {
        refresh_clock(&client, &one).await;
        // By then the other one has seen it.
        tokio::time::sleep(Duration::from_secs(1)).await;
        let first = get(&client, &one, "/caching/clock").await;
        assert_eq!(header(&first, "x-instance"), "one");
        let body = first.text().await.unwrap();
        let second = get(&client, &other, "/caching/clock").await;
        assert_eq!(header(&second, "x-instance"), "other");
        if header(&second, "cache-status").contains("hit") {
            assert_eq!(second.text().await.unwrap(), body);
            shared = Some(body);
            break;
        }
    }
    let body = shared.expect("no response was shared");
    refresh_clock(&client, &one).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let third = get(&client, &other, "/caching/clock").await;
    assert_ne!(third.text().await.unwrap(), body);
    // Killed: its responses remain for the next one.
    let offers = get(&client, &one, "/caching/offers")
        .await
        .text()
        .await
        .unwrap();
    drop((one, other));
    let next = start(&server, "next");
    let found = get(&client, &next, "/caching/offers").await;
    assert!(header(&found, "cache-status").contains("hit"), "{found:?}");
    assert_eq!(found.text().await.unwrap(), offers);
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
