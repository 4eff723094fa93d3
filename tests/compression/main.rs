//! Compressed responses: the forms of cached responses, and the layer for all others.

mod failures;

use flate2::read::GzDecoder;
use http_body_util::BodyExt;
use router_runtime::{AppBuilder, cache::CacheOptions, routes};
use router_tests::{
    handlers::Handlers,
    request::request,
    response::BufferedResponse,
    scan::hot_keys_survive_a_scan,
    test_app::{self, TestApp},
};
use std::{io::Read, time::Duration};
use tokio::time::timeout;

routes!("compression/app", state = Handlers);

/// A line of text.
pub(crate) const TEXT: &str = "The quick brown fox jumps over the lazy dog.\n";

/// The header of Chromium and Firefox.
const BROWSER: (&str, &str) = ("accept-encoding", "gzip, deflate, br, zstd");

async fn both_ways() -> [TestApp; 2] {
    both_ways_of(app::builder).await
}

async fn both_ways_of(build: impl Fn(Handlers) -> AppBuilder<Handlers>) -> [TestApp; 2] {
    test_app::both_ways(build, |options: CacheOptions| options).await
}

/// Sends a request until the compressed form is made, and returns the response after that.
async fn made(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> BufferedResponse {
    app.get_with(path, headers).await;
    app.cache.settled().await;
    app.get_with(path, headers).await
}

/// The body without its coding.
fn plain(response: &BufferedResponse) -> String {
    let mut bytes = Vec::new();
    match response.value("content-encoding") {
        "br" => brotli::BrotliDecompress(&mut &*response.bytes, &mut bytes).unwrap(),
        "zstd" => bytes = zstd::decode_all(&*response.bytes).unwrap(),
        "gzip" => drop(
            GzDecoder::new(&*response.bytes)
                .read_to_end(&mut bytes)
                .unwrap(),
        ),
        "" => bytes = response.bytes.to_vec(),
        other => panic!("unknown coding {other}"),
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_request_gets_the_plain_body_and_later_ones_the_form() {
    for app in both_ways().await {
        for path in ["/page", "/items/1", "/tagged"] {
            let first = app.get_with(path, &[BROWSER]).await;
            assert_eq!(first.header("content-encoding"), None, "{path}");
            assert!(
                first.header_list("vary").contains("accept-encoding"),
                "{path}"
            );
            app.cache.settled().await;
            let second = app.get_with(path, &[BROWSER]).await;
            assert_eq!(second.value("content-encoding"), "br", "{path}");
            assert_eq!(second.state(), "HIT");
            assert_eq!(plain(&second), first.body);
            assert!(second.bytes.len() < first.bytes.len() / 10);
            assert_eq!(
                second.value("content-length"),
                second.bytes.len().to_string()
            );
            assert_eq!(second.header_list("vary"), first.header_list("vary"));
            let tag = first.value("etag").strip_suffix('"').unwrap();
            assert_eq!(second.value("etag"), format!("{tag}-br\""));
            let head = app.send(request("HEAD", path, &[BROWSER])).await;
            assert_eq!(head.value("content-length"), second.value("content-length"));
            assert_eq!(head.value("content-encoding"), "br");
            let without = app.get(path).await;
            assert_eq!(without.header("content-encoding"), None, "{path}");
            assert_eq!(without.body, first.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_chooses_the_coding() {
    for app in both_ways().await {
        for (accepted, expected) in [
            ("gzip", "gzip"),
            ("zstd, gzip", "zstd"),
            ("br;q=0.1, gzip", "gzip"),
            ("*", "br"),
            ("identity", ""),
            ("br;q=0, zstd;q=0, gzip;q=0", ""),
            ("deflate", ""),
            ("", ""),
        ] {
            let response = made(&app, "/page", &[("accept-encoding", accepted)]).await;
            assert_eq!(response.value("content-encoding"), expected, "{accepted}");
            assert_eq!(plain(&response), TEXT.repeat(500));
        }
        let several = [("accept-encoding", "br;q=0.5"), ("accept-encoding", "gzip")];
        let response = made(&app, "/page", &several).await;
        assert_eq!(response.value("content-encoding"), "gzip");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_304_is_of_the_body_that_the_client_has() {
    for app in both_ways().await {
        let first = app.get_with("/page", &[BROWSER]).await;
        let plain_tag = first.value("etag");
        let form_tag = format!("{}-br\"", plain_tag.strip_suffix('"').unwrap());
        let get = async |tag: &str, accepted| {
            app.get_with("/page", &[("if-none-match", tag), accepted])
                .await
        };
        for is_made in [false, true] {
            if is_made {
                app.cache.settled().await;
            }
            for (tag, status) in [(plain_tag, 304), (&form_tag, 304), ("\"other\"", 200)] {
                let response = get(tag, BROWSER).await;
                assert_eq!(response.status, status, "{tag} {is_made}");
                if status == 304 {
                    assert_eq!(response.value("etag"), tag);
                    assert_eq!(response.value("vary"), "accept-encoding");
                }
            }
            // It cannot have got this form.
            assert_eq!(
                get(&form_tag, ("accept-encoding", "gzip")).await.status,
                200
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_with_an_old_body_gets_the_form() {
    for app in both_ways().await {
        let form = made(&app, "/page", &[BROWSER]).await;
        let date = form.value("last-modified");
        let old = "Sun, 06 Nov 1994 08:49:37 GMT";
        for (condition, status, coding) in [
            (("if-modified-since", old), 200, "br"),
            (("if-modified-since", date), 304, ""),
            (("if-unmodified-since", date), 200, "br"),
            (("if-none-match", "\"other\""), 200, "br"),
        ] {
            let response = app.get_with("/page", &[condition, BROWSER]).await;
            assert_eq!(
                (response.status, response.value("content-encoding")),
                (status, coding),
                "{condition:?}"
            );
        }
        // Conditions do not count for an error, so the client gets the form of its page.
        let missing = made(&app, "/missing", &[BROWSER]).await;
        let known = [
            ("if-modified-since", missing.value("last-modified")),
            BROWSER,
        ];
        let response = app.get_with("/missing", &known).await;
        assert_eq!(
            (response.status, response.value("content-encoding")),
            (404, "br")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_has_the_form_of_an_entry_that_was_evicted() {
    for app in both_ways().await {
        let form = made(&app, "/page", &[BROWSER]).await;
        app.cache.purge_path("/page").await.unwrap();
        let known = [("if-none-match", form.value("etag")), BROWSER];
        let response = app.get_with("/page", &known).await;
        assert_eq!(
            (response.status, response.state()),
            (304, "MISS stored".to_owned())
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn case_27_a_range_is_taken_from_the_form() {
    for app in both_ways().await {
        let first = app.get_with("/page", &[BROWSER]).await;
        let form = made(&app, "/page", &[BROWSER]).await;
        let range = ("range", "bytes=0-3");
        let get = async |headers: &[(&str, &str)]| app.get_with("/page", headers).await;

        let part = get(&[range, BROWSER]).await;
        assert_eq!((part.status, part.value("content-encoding")), (206, "br"));
        assert_eq!(part.bytes, form.bytes[..4]);
        assert_eq!(
            part.value("content-range"),
            format!("bytes 0-3/{}", form.bytes.len())
        );
        assert_eq!(part.value("etag"), form.value("etag"));
        let part = get(&[range, BROWSER, ("if-range", form.value("etag"))]).await;
        assert_eq!((part.status, &*part.bytes), (206, &form.bytes[..4]));
        // The rest of the plain body, for a client that has its beginning.
        let part = get(&[range, BROWSER, ("if-range", first.value("etag"))]).await;
        assert_eq!((part.status, part.body.as_str()), (206, &first.body[..4]));
        assert_eq!(part.header("content-encoding"), None);
        let part = get(&[range]).await;
        assert_eq!((part.status, part.body.as_str()), (206, &first.body[..4]));
        // The tag of a form that this client does not get.
        let part = get(&[range, ("if-range", form.value("etag"))]).await;
        assert_eq!((part.status, part.body), (200, first.body.clone()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_response_has_new_forms() {
    for app in both_ways().await {
        let old = made(&app, "/items/1", &[BROWSER]).await;
        app.cache.revalidate_path("/items/1").await.unwrap();
        let new = app.get_with("/items/1", &[BROWSER]).await;
        assert_eq!(
            (new.header("content-encoding"), plain(&new)),
            (None, plain(&old))
        );
        let new = made(&app, "/items/1", &[BROWSER]).await;
        assert_eq!(
            (new.value("etag"), &new.bytes),
            (old.value("etag"), &old.bytes)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_response_is_sent_in_its_form() {
    for app in both_ways().await {
        made(&app, "/page", &[BROWSER]).await;
        app.advance(61);
        let stale = app.get_with("/page", &[BROWSER]).await;
        assert_eq!(
            (stale.state(), stale.value("content-encoding")),
            ("STALE".to_owned(), "br")
        );
        // The form of the new response is made without a request for it.
        app.cache.settled().await;
        let fresh = app.get_with("/page", &[BROWSER]).await;
        assert_eq!(
            (fresh.state(), fresh.value("content-encoding")),
            ("HIT".to_owned(), "br")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revalidation_makes_the_form_of_its_client_only() {
    for app in both_ways().await {
        let gzip = ("accept-encoding", "gzip");
        app.get("/page").await;
        made(&app, "/page", &[gzip]).await;
        app.advance(61);
        // The form of the old response would be in use for a moment only.
        let stale = app.get_with("/page", &[BROWSER]).await;
        assert_eq!(
            (stale.state(), stale.header("content-encoding")),
            ("STALE".to_owned(), None)
        );
        app.cache.settled().await;
        for (accepted, coding) in [(BROWSER, "br"), (gzip, "")] {
            let fresh = app.get_with("/page", &[accepted]).await;
            assert_eq!(
                (fresh.state(), fresh.value("content-encoding")),
                ("HIT".to_owned(), coding)
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn case_91_a_scan_does_not_evict_hot_forms() {
    let limits = |options: CacheOptions| options.max_bytes(4 << 20).max_entry(64 << 10);
    for app in test_app::both_ways(app::builder, limits).await {
        // The form that is made afterwards is not a use of the entry.
        let is_hit = async |id: String| {
            let response = app.get_with(&format!("/lines/{id}"), &[BROWSER]).await;
            response.state() == "HIT"
        };
        hot_keys_survive_a_scan(is_hit).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_bodies_have_no_forms() {
    for app in both_ways().await {
        for path in ["/short", "/image", "/untransformed"] {
            let response = made(&app, path, &[BROWSER]).await;
            assert_eq!(response.state(), "HIT", "{path}");
            assert_eq!(response.header("content-encoding"), None, "{path}");
            assert_eq!(response.header("vary"), None, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_builder_turns_compression_off() {
    for app in both_ways_of(|state| app::builder(state).compression(false)).await {
        let response = made(&app, "/page", &[BROWSER]).await;
        assert_eq!(response.state(), "HIT");
        assert_eq!(response.header("content-encoding"), None);
        assert_eq!(response.header("vary"), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn uncached_responses_are_compressed_by_option() {
    for app in both_ways().await {
        let response = app.get_with("/live", &[BROWSER]).await;
        assert_eq!(response.header("content-encoding"), None);
    }
    for app in both_ways_of(|state| app::builder(state).compress_uncached()).await {
        for (accepted, coding) in [
            (BROWSER.1, "br"),
            ("x-gzip", "gzip"),
            ("br;q=0.5, *", "zstd"),
            ("identity", ""),
            // The plain body is sent nevertheless.
            ("*;q=0", ""),
            ("identity;q=0", ""),
            ("", ""),
        ] {
            let accepted = [("accept-encoding", accepted)];
            let response = app.get_with("/live", &accepted).await;
            assert_eq!(response.status, 200, "{accepted:?}");
            assert_eq!(response.value("content-encoding"), coding, "{accepted:?}");
            assert_eq!(plain(&response), TEXT.repeat(500));
            assert_eq!(response.value("vary"), "accept-encoding");
            let head = app.send(request("HEAD", "/live", &accepted)).await;
            assert_eq!(head.value("content-encoding"), coding, "{accepted:?}");
            assert_eq!(head.value("vary"), "accept-encoding");
            assert_eq!(
                head.header("content-length").is_some(),
                coding.is_empty(),
                "{accepted:?}"
            );
        }
        for path in ["/strong", "/brief"] {
            let response = app.get_with(path, &[BROWSER]).await;
            assert_eq!(response.header("content-encoding"), None, "{path}");
        }
        // The forms of cached responses are not compressed again.
        let response = made(&app, "/page", &[BROWSER]).await;
        assert_eq!(plain(&response), TEXT.repeat(500));
    }
}

/// Decodes the beginning of a body.
fn beginning(coding: &str, bytes: &[u8]) -> String {
    let mut decoder: Box<dyn Read> = match coding {
        "br" => Box::new(brotli::Decompressor::new(bytes, 4096)),
        "zstd" => Box::new(zstd::Decoder::new(bytes).unwrap()),
        _ => Box::new(GzDecoder::new(bytes)),
    };
    let (mut text, mut buffer) = (Vec::new(), [0; 4096]);
    // The decoders report the missing rest as an error.
    while let Ok(length @ 1..) = decoder.read(&mut buffer) {
        text.extend_from_slice(&buffer[..length]);
    }
    String::from_utf8(text).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_compressed_stream_is_flushed() {
    for app in both_ways_of(|state| app::builder(state).compress_uncached()).await {
        for coding in ["br", "zstd", "gzip"] {
            let gate = app.handlers().gate("stream");
            let accepted = [("accept-encoding", coding)];
            let mut connection = app.connect().await;
            let response = connection.head(request("GET", "/stream", &accepted)).await;
            assert_eq!(response.headers()["content-encoding"], coding);
            let mut body = response.into_body();
            // The handler waits, so the first part arrives only if it is flushed.
            let mut bytes = Vec::new();
            while beginning(coding, &bytes) != TEXT {
                let frame = timeout(Duration::from_secs(10), body.frame()).await;
                let frame = frame.expect("the first part is not flushed").unwrap();
                bytes.extend_from_slice(&frame.unwrap().into_data().unwrap());
            }
            gate.open(1);
            bytes.extend_from_slice(&body.collect().await.unwrap().to_bytes());
            assert!(beginning(coding, &bytes).len() > TEXT.len(), "{coding}");
            app.handlers().reset("stream");
        }
    }
}
