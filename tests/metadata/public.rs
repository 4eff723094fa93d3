//! Files of `public/`.

use super::{app, both_of, send};
use router_runtime::{AppBuilder, TrailingSlash};
use std::{fs, net::SocketAddr, path::PathBuf};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("metadata/files")
}

fn files() -> AppBuilder<&'static str> {
    app().public_dir(folder())
}

#[cfg(unix)]
#[tokio::test]
async fn links_that_lead_out_of_the_folder_are_not_followed() {
    use std::os::unix::fs::symlink;

    let (public, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (file, secret) = (
        |name: &str| public.path().join(name),
        outside.path().join("secret"),
    );
    fs::write(&secret, "secret").unwrap();
    for name in ["app.js", "app.js.br", "page.txt"] {
        fs::write(file(name), name).unwrap();
    }
    symlink(&secret, file("app.js.gz")).unwrap();
    let builder = app().public_dir(public.path());
    let js = async |encoding| {
        both_of(&builder, "/app.js", &[("accept-encoding", encoding)])
            .await
            .body
    };
    assert_eq!(js("gzip").await, "app.js");
    assert_eq!(js("br").await, "app.js.br");
    assert_eq!(both_of(&builder, "/page.txt", &[]).await.body, "page.txt");
    // Files that become links, or appear, after the start.
    for name in ["app.js.br", "page.txt"] {
        fs::remove_file(file(name)).unwrap();
        symlink(&secret, file(name)).unwrap();
    }
    symlink(&secret, file("app.js.zst")).unwrap();
    assert_eq!(js("br").await, "app.js");
    assert_eq!(js("zstd").await, "app.js");
    let response = both_of(&builder, "/page.txt", &[]).await;
    assert_eq!((response.status, &*response.body), (404, "404 Not Found\n"));
}

#[tokio::test]
async fn a_file_is_sent_with_validators() {
    let path = "/plain%20file.txt";
    let response = both_of(&files(), path, &[]).await;
    assert_eq!((response.status, response.body.as_str()), (200, "a file\n"));
    assert_eq!(response.value("content-type"), "text/plain; charset=utf-8");
    assert_eq!(response.value("cache-control"), "public, max-age=0");
    assert_eq!(response.value("accept-ranges"), "bytes");
    for (name, value) in [
        ("if-none-match", response.value("etag")),
        ("if-modified-since", response.value("last-modified")),
    ] {
        let again = both_of(&files(), path, &[(name, value)]).await;
        assert_eq!(
            (again.status, again.body.as_str()),
            (304, ""),
            "{name}: {value}"
        );
    }
    let part = both_of(&files(), path, &[("range", "bytes=2-5")]).await;
    assert_eq!((part.status, part.body.as_str()), (206, "file"));
    let head = both_of(&files(), &format!("HEAD {path}"), &[("range", "bytes=2-5")]).await;
    assert_eq!(head.status, 200);
    // A client with another version gets the whole file, because the parts would not fit together.
    let other = [("range", "bytes=2-5"), ("if-range", "\"old\"")];
    assert_eq!(both_of(&files(), path, &other).await.status, 200);
    let several = both_of(&files(), path, &[("range", "bytes=0-1, 4-5")]).await;
    assert_eq!((several.status, several.body.as_str()), (200, "a file\n"));
    let beyond = both_of(&files(), path, &[("range", "bytes=99-")]).await;
    assert_eq!(beyond.status, 416);

    let head = send(files().service(), &format!("HEAD {path}"), &[]).await;
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(head.value("content-length"), "7");
    for (method, status, body) in [
        ("POST", 405, "405 Method Not Allowed\n"),
        ("DELETE", 405, "405 Method Not Allowed\n"),
        ("OPTIONS", 204, ""),
    ] {
        let refused = both_of(&files(), &format!("{method} {path}"), &[]).await;
        refused.assert(status, body);
        assert_eq!(refused.value("allow"), "GET, HEAD, OPTIONS", "{method}");
    }
}

#[tokio::test]
async fn a_compressed_form_is_sent_to_clients_that_accept_it() {
    let zipped = fs::read(folder().join("script.js.gz")).unwrap();
    for (accepted, encoding) in [("gzip, br", "gzip"), ("identity", ""), ("zstd", "")] {
        let response = both_of(&files(), "/script.js", &[("accept-encoding", accepted)]).await;
        assert_eq!(response.value("content-encoding"), encoding, "{accepted}");
        assert_eq!(response.bytes == zipped, encoding == "gzip", "{accepted}");
        assert_eq!(response.value("vary").to_lowercase(), "accept-encoding");
        assert_eq!(
            response.value("content-type"),
            "text/javascript; charset=utf-8"
        );
    }
}

/// Head and body of the response to a GET.
async fn sent(address: SocketAddr, path: &str, header: &str) -> (String, Vec<u8>) {
    let mut socket = TcpStream::connect(address).await.unwrap();
    let request =
        format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{header}\r\n\r\n");
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut response = Vec::new();
    socket.read_to_end(&mut response).await.unwrap();
    let end = response
        .windows(4)
        .position(|it| it == b"\r\n\r\n")
        .unwrap();
    let body = response.split_off(end + 4);
    (String::from_utf8(response).unwrap(), body)
}

#[tokio::test]
async fn over_a_socket_a_response_is_as_long_as_its_content_length() {
    let zipped = fs::read(folder().join("script.js.gz")).unwrap();
    let whole = fs::read(folder().join("script.js")).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = files().service().into_make_service();
    tokio::spawn(async { axum::serve(listener, service).await });
    let length = |body: &[u8]| format!("content-length: {}\r\n", body.len());
    for (header, status, expected) in [
        ("accept-encoding: gzip", 200, &zipped[..]),
        ("accept-encoding: br", 200, &whole),
        ("range: bytes=1-4", 206, &whole[1..5]),
        ("if-modified-since: Fri, 31 Dec 9999 23:59:59 GMT", 304, b""),
    ] {
        let (head, body) = sent(address, "/script.js", header).await;
        assert!(
            head.starts_with(&format!("HTTP/1.1 {status}")),
            "{header}: {head}"
        );
        assert_eq!(body, expected, "{header}");
        assert!(
            status == 304 || head.contains(&length(expected)),
            "{header}: {head}"
        );
    }
    // A response of a route, for comparison.
    let (head, body) = sent(address, "/sitemap.xml", "range: bytes=0-4").await;
    assert!(
        head.starts_with("HTTP/1.1 206") && head.contains(&length(b"<?xml")),
        "{head}"
    );
    assert_eq!(body, b"<?xml");
}

#[tokio::test]
async fn files_come_before_parameters_and_after_everything_else() {
    for (path, status, body) in [
        ("/pages/about.txt", 200, "before a parameter\n"),
        ("/pages/%61bout.txt", 200, "before a parameter\n"),
        ("/pages/other.txt", 200, "a page"),
        (
            "/.well-known/security.txt",
            200,
            "Contact: mailto:a@acme.com\n",
        ),
        ("/robots.txt", 200, ""),
        ("/plain%20file.txt/", 308, ""),
        ("/pages", 404, ""),
        ("/pages/", 308, ""),
    ] {
        let response = both_of(&files(), path, &[]).await;
        assert_eq!(response.status, status, "{path}");
        assert!(
            body.is_empty() || response.body.as_str() == body,
            "{path}: {}",
            response.body.as_str()
        );
    }
    let nothing = both_of(&app(), "/pages/about.txt", &[]).await;
    assert_eq!(nothing.body.as_str(), "a page", "without the folder");
    let below = both_of(&files().base_path("/docs"), "/docs/script.js", &[]).await;
    assert_eq!(below.status, 200);
    let outside = both_of(&files().base_path("/docs"), "/script.js", &[]).await;
    assert_eq!(outside.status, 404);
    let with_slash = files().trailing_slash(TrailingSlash::Add);
    assert_eq!(both_of(&with_slash, "/script.js", &[]).await.status, 200);
}

#[tokio::test]
async fn nothing_else_of_the_disk_is_reachable() {
    for path in [
        "/.hidden",
        "/%2ehidden",
        "/../app/robots.rs",
        "/%2e%2e/app/robots.rs",
        "/pages/..%2f.hidden",
        "/pages/%2e%2e%2f.hidden",
        "/..%5c.hidden",
        "/pages%2fabout.txt",
        "/pages%2Fabout.txt",
        "/pages%2fabout.txt%00",
        "/files/.hidden",
        "/script.js/",
        "//script.js",
        "/SCRIPT.JS",
    ] {
        let response = both_of(&files(), path, &[]).await;
        assert!(
            [308, 400, 404].contains(&response.status),
            "{path}: {response:?}"
        );
        assert!(!response.body.contains("secret"), "{path}");
    }
}

#[tokio::test]
async fn a_missing_folder_is_an_error_at_start_up() {
    let gone = app().public_dir("/nowhere/public");
    let error = gone.service().serve().await.unwrap_err().to_string();
    assert!(error.contains("/nowhere/public"), "{error}");
    let error = std::panic::catch_unwind(|| app().public_dir("/nowhere/public").router());
    assert!(error.is_err(), "a Router has no other way to tell");
}
