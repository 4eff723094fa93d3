//! The address of a server, and its messages at start-up.

use crate::{Server, Shared, app, process};
use router_runtime::{
    TrailingSlash,
    server::{ListenAddress, ServeOptions},
};
use router_tests::raw::Client;
use tokio::net::TcpListener;

#[tokio::test]
async fn the_address_is_reported_although_nothing_is_logged() {
    let (_server, address) =
        process::start(&mut process::command(&[]), "listening on http://").await;
    let mut client = Client::connect(address.parse().unwrap()).await;
    assert!(client.get("/").await.ends_with("home"));
}

#[tokio::test]
async fn the_address_is_reported_although_the_subscriber_discards_it() {
    let mut command = process::command(&[("ERRORS_ONLY", "1")]);
    let (_server, address) = process::start(&mut command, "listening on http://").await;
    let mut client = Client::connect(address.parse().unwrap()).await;
    assert!(client.get("/").await.ends_with("home"));
}

#[tokio::test]
async fn a_listener_of_the_program_is_used() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = Server::start_at(ServeOptions::new().listener(listener)).await;
    assert_eq!(server.listening, ListenAddress::Tcp(address));
    assert!(server.connect().await.get("/").await.ends_with("home"));
}

#[tokio::test]
async fn invalid_variables_are_reported_at_the_start() {
    for (variables, expected) in [
        (
            &[("SERVE_SHUTDOWN_GRACE", "soon")][..],
            "SERVE_SHUTDOWN_GRACE=soon is invalid: expected a number of seconds, such as SERVE_SHUTDOWN_GRACE=5",
        ),
        (
            &[("SERVE_SHUTDOWN_DELAY", "-1")],
            "SERVE_SHUTDOWN_DELAY=-1 is invalid: expected a number of seconds, such as SERVE_SHUTDOWN_DELAY=5",
        ),
        (
            &[("SERVE_IDLE_TIMEOUT", "75s")],
            "SERVE_IDLE_TIMEOUT=75s is invalid: expected a number of seconds above 0, or `off`, such as SERVE_IDLE_TIMEOUT=75",
        ),
        (
            &[("SERVE_BODY_PROGRESS", "1024")],
            "SERVE_BODY_PROGRESS=1024 is invalid: expected a number of bytes and of seconds, or `off`, such as SERVE_BODY_PROGRESS=1024/60",
        ),
        (
            &[("SERVE_MAX_CONNECTIONS", "0")],
            "SERVE_MAX_CONNECTIONS=0 is invalid: expected a number above 0, such as SERVE_MAX_CONNECTIONS=128",
        ),
        (
            &[("SERVE_MAX_HEADER_BYTES", "100")],
            "SERVE_MAX_HEADER_BYTES=100 is invalid: expected a number of bytes, 8192 or more, such as SERVE_MAX_HEADER_BYTES=65536",
        ),
        (
            &[("SERVE_PRERENDER_DEADLINE", "10s")],
            "SERVE_PRERENDER_DEADLINE=10s is invalid: expected a number of seconds, such as SERVE_PRERENDER_DEADLINE=5",
        ),
        (
            &[("SERVE_TLS_KEY", "key.pem")],
            "SERVE_TLS_KEY is set without SERVE_TLS_CERTIFICATE: expected both",
        ),
        (
            &[("LISTEN_FDS", "one")],
            "LISTEN_FDS=one is invalid: expected a number of sockets, such as LISTEN_FDS=1",
        ),
        (
            &[("LISTEN_FDS", "2")],
            "LISTEN_FDS=2: expected one socket, because a server has one",
        ),
        (
            &[("PORT", "http")],
            "PORT=http is not a port: expected a number from 0 to 65535, such as PORT=3000",
        ),
    ] {
        assert_eq!(process::error(variables).await, expected);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn an_inherited_socket_is_used() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    // The first descriptor is that of the standard input.
    let variables = [("LISTEN_FDS", "1"), ("LISTEN_FDS_FIRST_FD", "0")];
    let mut command = process::command(&variables);
    command.stdin(std::os::fd::OwnedFd::from(listener.try_clone().unwrap()));
    let (mut server, reported) = process::start(&mut command, "listening on http://").await;
    assert_eq!(reported, address.to_string());
    assert!(
        Client::connect(address)
            .await
            .get("/")
            .await
            .ends_with("home")
    );

    // The socket outlives the server: the next one accepts this connection.
    server.kill().await.unwrap();
    let mut waiting = Client::connect(address).await;
    command.stdin(std::os::fd::OwnedFd::from(listener));
    let (_server, _) = process::start(&mut command, "listening on http://").await;
    assert!(waiting.get("/").await.ends_with("home"));
}

#[cfg(unix)]
#[tokio::test]
async fn an_inherited_descriptor_that_is_not_a_socket_is_reported() {
    let variables = [("LISTEN_FDS", "1"), ("LISTEN_FDS_FIRST_FD", "0")];
    let mut command = process::command(&variables);
    command.stdin(std::process::Stdio::null());
    let (_, error) = process::start(&mut command, "error: ").await;
    assert_eq!(
        error,
        "LISTEN_FDS=1: expected a listening TCP or Unix stream socket as the first inherited descriptor (fd 0 is not a socket)"
    );
}

#[cfg(unix)]
mod unix {
    use super::{Client, ServeOptions, Server};
    use tokio::net::{UnixListener, UnixStream};

    #[tokio::test]
    async fn a_unix_socket_is_a_host() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("app.sock");
        // The file of a server that was killed.
        drop(UnixListener::bind(&path).unwrap());
        let options = || ServeOptions::new().host(format!("unix:{}", path.display()));
        let mut server = Server::start_at(options()).await;
        assert_eq!(
            server.listening.to_string(),
            format!("unix:{}", path.display())
        );
        let mut client = Client(UnixStream::connect(&path).await.unwrap());
        for _ in 0..2 {
            assert!(client.get("/").await.ends_with("home"));
        }

        // The socket of a running server is not replaced.
        let second = crate::app::service(crate::Shared::default()).serve_with(options());
        let error = second.await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "cannot listen on unix:{}: the file exists: stop the other program, or choose another path",
                path.display()
            )
        );

        server.stop();
        server.ended().await;
        assert!(!path.exists());
    }

    #[tokio::test]
    async fn a_file_that_is_not_a_socket_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes");
        std::fs::write(&path, "important").unwrap();
        let options = ServeOptions::new().host(format!("unix:{}", path.display()));
        let served = crate::app::service(crate::Shared::default()).serve_with(options);
        assert!(served.await.is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "important");
    }

    #[tokio::test]
    async fn the_socket_of_a_successor_is_not_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("app.sock");
        let options = ServeOptions::new().host(format!("unix:{}", path.display()));
        let mut server = Server::start_at(options).await;
        std::fs::remove_file(&path).unwrap();
        let _successor = UnixListener::bind(&path).unwrap();
        server.stop();
        server.ended().await;
        assert!(path.exists());
    }

    #[tokio::test]
    async fn an_empty_path_is_reported() {
        let options = ServeOptions::new().host("unix:");
        let served = crate::app::service(crate::Shared::default()).serve_with(options);
        assert_eq!(
            served.await.unwrap_err().to_string(),
            "HOST=unix: has no path: expected one, such as HOST=unix:/run/app.sock"
        );
    }

    #[tokio::test]
    async fn a_unix_listener_of_the_program_is_used() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("app.sock");
        let listener = UnixListener::bind(&path).unwrap();
        let _server = Server::start_at(ServeOptions::new().listener(listener)).await;
        let mut client = Client(UnixStream::connect(&path).await.unwrap());
        assert!(client.get("/").await.ends_with("home"));
    }
}

#[tokio::test]
async fn a_server_of_a_debug_build_lists_the_routes_in_its_404() {
    let server = Server::start(ServeOptions::new()).await;
    let mut client = server.connect().await;
    let mut get = async |accept: &str| {
        let request = format!("GET /reday HTTP/1.1\r\nhost: x\r\naccept: {accept}\r\n\r\n");
        client.write(&request).await;
        client.response().await
    };
    for (accept, expected) in [
        (
            "*/*",
            "404 Not Found\n\nRoutes (listed in debug builds only):\n",
        ),
        ("*/*", "\n  /ready  GET\n"),
        ("text/html", "<li><code>/ready</code> GET</li>\n"),
        (
            "application/json",
            r#"{"methods":["GET"],"pattern":"/ready"}"#,
        ),
    ] {
        let response = get(accept).await;
        assert!(response.starts_with("HTTP/1.1 404 "), "{response}");
        assert_eq!(
            response.contains(expected),
            cfg!(debug_assertions),
            "{response}"
        );
    }
}

#[tokio::test]
async fn the_routes_of_a_404_are_spelled_as_clients_see_them() {
    let shared = Shared::default();
    let builder = app::builder(shared.clone());
    let builder = builder
        .base_path("/docs")
        .trailing_slash(TrailingSlash::Add);
    let options = ServeOptions::new().port(0);
    let server = Server::serve(builder.service(), shared, options).await;
    let mut client = server.connect().await;
    for path in ["/docs/reday/", "/reday/"] {
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n");
        client.write(&request).await;
        let response = client.response().await;
        for route in [
            "/docs/  GET",
            "/docs/ready/  GET",
            "/docs/listed/[id]/  GET",
        ] {
            let is_listed = response.contains(&format!("\n  {route}\n"));
            assert_eq!(
                is_listed,
                cfg!(debug_assertions),
                "{path} {route}: {response}"
            );
        }
    }
}

#[tokio::test]
async fn a_404_of_a_route_lists_no_others() {
    let server = Server::start(ServeOptions::new()).await;
    let mut client = server.connect().await;
    for accept in ["*/*", "text/html", "application/json"] {
        let request = format!("GET /listed/b HTTP/1.1\r\nhost: x\r\naccept: {accept}\r\n\r\n");
        client.write(&request).await;
        let response = client.response().await;
        assert!(response.starts_with("HTTP/1.1 404 "), "{response}");
        assert!(!response.contains("/ready"), "{response}");
    }
}
