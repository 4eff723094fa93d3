//! The access line.

use crate::{AccessLog, both, builder, respond, send, serve};
use router_runtime::rules::Redirect;
use router_tests::{log::Log, raw::Client, request::request_line};

#[tokio::test]
async fn every_response_has_one_line() {
    let redirect = Redirect::temporary("/old", "/new");
    let builder = builder()
        .access_log()
        .readiness_path("/ready")
        .redirects([redirect]);
    let (log, _guard) = Log::begin();
    for (way, router) in both(&builder) {
        for (line, expected) in [
            ("/", r#"method=GET route="/" path="/" status=200 bytes=4"#),
            (
                "/items/pen?color=blue",
                r#"method=GET route="/items/[slug]" path="/items/pen" status=200 bytes=3"#,
            ),
            (
                "HEAD /items/pen",
                r#"method=HEAD route="/items/[slug]" path="/items/pen" status=200 bytes=0"#,
            ),
            ("/gone", r#"method=GET path="/gone" status=404 bytes=14"#),
            (
                "/items/pen/",
                r#"method=GET path="/items/pen/" status=308 bytes=0"#,
            ),
            (
                "/items/%ff",
                r#"method=GET path="/items/%ff" status=400 bytes=16"#,
            ),
            (
                "POST /items/pen",
                r#"method=POST route="/items/[slug]" path="/items/pen" status=405 bytes=23"#,
            ),
            (
                "OPTIONS /items/pen",
                r#"method=OPTIONS route="/items/[slug]" path="/items/pen" status=204 bytes=0"#,
            ),
            (
                "/note.txt",
                r#"method=GET path="/note.txt" status=200 bytes=7"#,
            ),
            ("/old", r#"method=GET path="/old" status=307 bytes=0"#),
            ("/ready", r#"method=GET path="/ready" status=200 bytes=5"#),
            (
                "/panics",
                r#"method=GET route="/panics" path="/panics" status=500 bytes=26"#,
            ),
        ] {
            send(&router, line, &[]).await;
            assert_eq!(log.access_lines(), [expected], "{way} {line}");
        }
        send(&router, "/", &[("host", "a, b")]).await;
        let expected = r#"method=GET path="/" status=400 bytes=16"#;
        assert_eq!(log.access_lines(), [expected], "{way}");
    }
}

#[tokio::test]
async fn a_cached_response_shows_its_cache_status() {
    let builder = builder().access_log();
    let (log, _guard) = Log::begin();
    let [(_, router), (_, service)] = both(&builder);
    let clock = r#"method=GET route="/clock" path="/clock" status="#;
    send(&router, "/clock", &[]).await;
    let line = log.access_lines().pop().unwrap();
    let miss = r#"200 bytes=12 cache_status="rcache; fwd=miss; fwd-status=200; stored""#;
    assert_eq!(line, format!("{clock}{miss}"));
    for router in [router, service] {
        let etag = send(&router, "/clock", &[]).await.value("etag").to_owned();
        let line = log.access_lines().pop().unwrap();
        assert_eq!(
            line,
            format!(r#"{clock}200 bytes=12 cache_status="rcache; hit""#)
        );
        send(&router, "/clock", &[("if-none-match", &etag)]).await;
        let line = log.access_lines().pop().unwrap();
        assert_eq!(
            line,
            format!(r#"{clock}304 bytes=0 cache_status="rcache; hit""#)
        );
    }
}

#[tokio::test]
async fn without_the_option_no_line_is_written() {
    let (log, _guard) = Log::begin();
    for (way, router) in both(&builder()) {
        send(&router, "/", &[]).await;
        assert_eq!(log.take(), [""; 0], "{way}");
    }
}

#[tokio::test]
async fn the_line_is_written_when_the_body_has_ended() {
    let builder = builder().access_log();
    let (log, _guard) = Log::begin();
    for (way, router) in both(&builder) {
        let response = respond(&router, request_line("/", &[], "")).await;
        assert_eq!(log.access_lines(), [""; 0], "{way}");
        drop(response);
        let expected = r#"method=GET route="/" path="/" status=200 bytes=0 aborted="sending""#;
        assert_eq!(log.access_lines(), [expected], "{way}");
        let response = respond(&router, request_line("/broken", &[], "")).await;
        axum::body::to_bytes(response.into_body(), 100)
            .await
            .unwrap_err();
        let expected =
            r#"method=GET route="/broken" path="/broken" status=200 bytes=4 aborted="failed""#;
        assert_eq!(log.access_lines(), [expected], "{way}");
    }
}

#[tokio::test]
async fn over_a_socket_complete_and_aborted_responses_differ() {
    let builder = builder().access_log().base_path("/docs");
    let (log, _guard) = Log::begin();
    for (way, router) in both(&builder) {
        let address = serve(router).await;
        let mut client = Client::connect(address).await;
        for (path, body, expected) in [
            (
                "/docs/items/pen",
                "pen",
                r#"method=GET route="/items/[slug]" path="/docs/items/pen" status=200 bytes=3"#,
            ),
            (
                "/docs/note.txt",
                "a note\n",
                r#"method=GET path="/docs/note.txt" status=200 bytes=7"#,
            ),
        ] {
            // Its length is known before it is sent.
            let response = client.get(path).await;
            assert!(response.ends_with(body), "{way} {response}");
            assert_eq!(log.next_access_line().await, expected, "{way}");
        }
        client
            .write("HEAD /docs/items/pen HTTP/1.1\r\nhost: x\r\n\r\n")
            .await;
        let head = client.until("\r\n\r\n").await;
        assert!(head.contains("content-length: 3\r\n"), "{way} {head}");
        assert!(!log.next_access_line().await.contains("aborted"), "{way}");

        client
            .write("GET /docs/stream HTTP/1.1\r\nhost: x\r\n\r\n")
            .await;
        client.until("piece").await;
        drop(client);
        let line = log.next_access_line().await;
        let start = r#"method=GET route="/stream" path="/docs/stream" status=200 bytes="#;
        assert!(line.starts_with(start), "{way} {line}");
        assert!(line.ends_with(r#" aborted="sending""#), "{way} {line}");

        let mut client = Client::connect(address).await;
        client
            .write("GET /docs/quick HTTP/1.1\r\nhost: x\r\n\r\n")
            .await;
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        drop(client);
        let expected = r#"method=GET route="/quick" path="/docs/quick" bytes=0 aborted="waiting""#;
        assert_eq!(log.next_access_line().await, expected, "{way}");

        let mut client = Client::connect(address).await;
        let upgrade = "GET /docs/socket HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
            sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        client.write(upgrade).await;
        client.until("\r\n\r\n").await;
        let expected = r#"method=GET route="/socket" path="/docs/socket" status=101 bytes=0"#;
        assert_eq!(log.next_access_line().await, expected, "{way}");
    }
}

#[tokio::test]
async fn a_nested_application_shows_the_path_that_the_client_sent() {
    let builder = builder().access_log();
    let (log, _guard) = Log::begin();
    for nested in [
        axum::Router::new().nest("/outer", builder.router()),
        axum::Router::new().nest_service("/outer", builder.service()),
    ] {
        send(&nested, "/outer/items/pen", &[]).await;
        let expected =
            r#"method=GET route="/items/[slug]" path="/outer/items/pen" status=200 bytes=3"#;
        assert_eq!(log.access_lines(), [expected]);
    }
}
