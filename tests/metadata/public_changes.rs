//! Files of `public/` that change while the application runs. Small ones are in memory.

use super::{app, send};
use axum::{extract::Request, response::Response};
use router_runtime::{AppBuilder, CacheOptions, testing::Clock};
use std::{convert::Infallible, fs, path::Path, time::Duration};
use tower::Service;

const SECOND: Duration = Duration::from_secs(1);
const ENCODINGS: [(&str, &str); 1] = [("accept-encoding", "gzip, br, zstd")];

fn files(folder: &Path, clock: &Clock) -> AppBuilder<&'static str> {
    app()
        .cache(CacheOptions::new().clock(clock.clone()))
        .public_dir(folder)
}

/// Asserts status, body and coding of the response to a browser.
async fn expect<S>(service: &S, status: u16, body: &str, coding: &str)
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone,
{
    let response = send(service.clone(), "/app.js", &ENCODINGS).await;
    assert_eq!(
        (
            response.status,
            &*response.body,
            response.value("content-encoding")
        ),
        (status, body, coding)
    );
}

const NOT_FOUND: &str = "404 Not Found\n";

async fn changes<S>(service: &S, folder: &Path, clock: &Clock)
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone,
{
    let file = folder.join("app.js");
    expect(service, 200, "one", "").await;
    let etag = send(service.clone(), "/app.js", &[]).await;
    let etag = etag.value("etag").to_owned();

    // Another text of the same length.
    fs::write(&file, "two").unwrap();
    clock.advance(Duration::from_millis(999));
    expect(service, 200, "one", "").await;
    clock.advance(Duration::from_millis(1));
    expect(service, 200, "two", "").await;
    let validators = [("if-none-match", &*etag)];
    let response = send(service.clone(), "/app.js", &validators).await;
    assert_eq!((response.status, &*response.body), (200, "two"));

    // A file that replaces it.
    fs::write(folder.join("new"), "three").unwrap();
    fs::rename(folder.join("new"), &file).unwrap();
    clock.advance(SECOND);
    expect(service, 200, "three", "").await;

    // A compressed form of the list that comes back, and is removed again.
    fs::write(folder.join("app.js.br"), "br").unwrap();
    clock.advance(SECOND);
    expect(service, 200, "br", "br").await;
    fs::remove_file(folder.join("app.js.br")).unwrap();
    expect(service, 200, "br", "br").await;
    clock.advance(SECOND);
    expect(service, 200, "three", "").await;

    fs::remove_file(&file).unwrap();
    expect(service, 200, "three", "").await;
    clock.advance(SECOND);
    expect(service, 404, NOT_FOUND, "").await;
    fs::write(&file, "four").unwrap();
    expect(service, 200, "four", "").await;

    #[cfg(unix)]
    {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret"), "secret").unwrap();
        fs::remove_file(&file).unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret"), &file).unwrap();
        clock.advance(SECOND);
        expect(service, 404, NOT_FOUND, "").await;
        fs::remove_file(&file).unwrap();
    }

    // From small to large, and back.
    let large = "x".repeat(2 * 1024 * 1024);
    fs::write(&file, &large).unwrap();
    clock.advance(SECOND);
    expect(service, 200, &large, "").await;
    fs::write(&file, "five").unwrap();
    expect(service, 200, "five", "").await;
}

#[tokio::test]
async fn a_change_of_a_file_is_noticed_within_a_second() {
    for is_router in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("app.js"), "one").unwrap();
        fs::write(folder.path().join("app.js.br"), "br").unwrap();
        let clock = Clock::new();
        let builder = files(folder.path(), &clock);
        let (router, service) = (builder.router(), builder.service());
        fs::remove_file(folder.path().join("app.js.br")).unwrap();
        if is_router {
            changes(&router, folder.path(), &clock).await;
        } else {
            changes(&service, folder.path(), &clock).await;
        }
    }
}

#[tokio::test]
async fn responses_from_memory_have_the_headers_of_those_from_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["app.js", "app.js.br", "app.js.gz"] {
        fs::write(folder.path().join(name), name.repeat(50)).unwrap();
    }
    let service = files(folder.path(), &Clock::new()).service();
    for (accepted, coding, file) in [
        ("gzip, deflate, br, zstd", "br", "app.js.br"),
        ("gzip, br;q=0.5", "gzip", "app.js.gz"),
        ("identity, br;q=0.1", "", "app.js"),
        ("zstd, gzip", "gzip", "app.js.gz"),
        ("gzip;q=0.5, br;q=0.5", "br", "app.js.br"),
        ("x-gzip", "gzip", "app.js.gz"),
        ("*", "br", "app.js.br"),
        ("*;q=0", "", "app.js"),
        ("", "", "app.js"),
    ] {
        let ask = async |line: &str, name: &'static str, value: &str| {
            let headers = [("accept-encoding", accepted), (name, value)];
            send(service.clone(), line, &headers).await
        };
        // A part is read from the disk, here the whole file.
        let mut part = ask("/app.js", "range", "bytes=0-").await;
        let whole = ask("/app.js", "x-nothing", "").await;
        assert_eq!((part.status, whole.status), (206, 200));
        assert_eq!(
            (&*part.body, &*whole.body),
            (&*file.repeat(50), &*file.repeat(50))
        );
        assert_eq!(whole.value("content-encoding"), coding, "{accepted}");
        assert!(part.headers.remove("content-range").is_some());
        assert_eq!(part.headers, whole.headers, "{accepted}");

        let head = ask("HEAD /app.js", "x-nothing", "").await;
        assert_eq!((head.status, &*head.body), (200, ""));
        assert_eq!(head.headers, whole.headers, "{accepted}");
        let etag = whole.value("etag");
        for (name, value, status) in [
            ("if-none-match", etag, 304),
            ("if-none-match", "\"other\"", 200),
            ("if-modified-since", whole.value("last-modified"), 304),
            ("if-modified-since", "Thu, 01 Jan 1970 00:00:00 GMT", 200),
            ("if-match", etag, 200),
            ("if-match", "\"other\"", 412),
            ("if-unmodified-since", "Thu, 01 Jan 1970 00:00:00 GMT", 412),
        ] {
            let response = ask("/app.js", name, value).await;
            assert_eq!(response.status, status, "{name}: {value}");
            if status == 304 {
                for name in ["etag", "last-modified", "cache-control", "vary"] {
                    assert_eq!(response.value(name), whole.value(name), "{name}");
                }
                assert_eq!((response.headers.len(), response.bytes.len()), (4, 0));
            }
        }
    }
}
