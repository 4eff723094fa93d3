//! Icons and pictures, made by handlers or sent as they are.

use super::{app, ask, both, both_of};

#[tokio::test]
async fn a_file_is_sent_as_it_is() {
    for (path, content_type, bytes) in [
        (
            "/icon.svg",
            "image/svg+xml",
            &include_bytes!("app/icon.svg")[..],
        ),
        (
            "/favicon.ico",
            "image/x-icon",
            include_bytes!("app/favicon.ico"),
        ),
    ] {
        let response = both(path).await;
        assert_eq!(
            (response.status, &response.bytes[..]),
            (200, bytes),
            "{path}"
        );
        assert_eq!(response.value("content-type"), content_type);
        assert_eq!(
            response.value("cache-control"),
            "public, max-age=0, must-revalidate"
        );
        let etag = response.value("etag");
        for (given, status) in [(etag, 304), ("*", 304), ("W/\"x\"", 200)] {
            let response = both_of(&app(), path, &[("if-none-match", given)]).await;
            assert_eq!(response.status, status, "{given}");
            assert_eq!(response.bytes.is_empty(), status == 304, "{given}");
        }
        let since = [("if-modified-since", "Fri, 31 Dec 9999 23:59:59 GMT")];
        let response = both_of(&app(), path, &since).await;
        assert_eq!(response.status, 200, "nobody knows when it was written");

        let part = both_of(&app(), path, &[("range", "bytes=2-4")]).await;
        assert_eq!((part.status, &part.bytes[..]), (206, &bytes[2..5]));
        let all = bytes.len();
        assert_eq!(part.value("content-range"), format!("bytes 2-4/{all}"));
        let beyond = both_of(&app(), path, &[("range", "bytes=99999-")]).await;
        assert_eq!((beyond.status, beyond.bytes.len()), (416, 0));
        assert_eq!(beyond.value("content-range"), format!("bytes */{all}"));

        let head = ask(app().service(), &format!("HEAD {path}"), &[]).await;
        assert_eq!((head.status, head.bytes.len()), (200, 0));
        assert_eq!(head.value("content-length"), all.to_string());
        for method in ["POST", "PUT", "DELETE", "TRACE"] {
            let refused = both(&format!("{method} {path}")).await;
            assert_eq!((refused.status, refused.bytes.len()), (405, 0));
            assert_eq!(refused.value("allow"), "GET, HEAD, OPTIONS");
        }
        let options = both(&format!("OPTIONS {path}")).await;
        assert_eq!(options.status, 204);
        assert_eq!(response.value("cache-status"), "", "it needs no cache");
    }
}

#[tokio::test]
async fn a_handler_knows_its_folder_and_bytes_tell_their_type() {
    let response = both("/blog/a%20b/opengraph-image").await;
    assert_eq!(response.status, 200);
    assert_eq!(&response.bytes[..], b"\x89PNG\r\n\x1a\na b");
    assert_eq!(response.value("content-type"), "image/png");
    assert_eq!(
        both("/blog/x/opengraph-image").await.bytes.last(),
        Some(&b'x')
    );
}

#[tokio::test]
async fn a_re_exported_handler_answers() {
    let response = both("/shared/twitter-image").await;
    assert_eq!(
        (response.status, response.value("content-type")),
        (200, "image/gif")
    );
}

#[tokio::test]
async fn a_group_is_not_in_the_url_and_a_handler_may_find_nothing() {
    let response = both("/grouped/apple-icon2").await;
    assert_eq!(response.status, 404);
    assert_eq!(response.bytes.len(), 0);
}
