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
        let answer = both(path).await;
        assert_eq!((answer.status, &answer.body[..]), (200, bytes), "{path}");
        assert_eq!(answer.header("content-type"), content_type);
        assert_eq!(
            answer.header("cache-control"),
            "public, max-age=0, must-revalidate"
        );
        let etag = answer.header("etag");
        for (given, status) in [(etag, 304), ("*", 304), ("W/\"x\"", 200)] {
            let answer = both_of(&app(), path, &[("if-none-match", given)]).await;
            assert_eq!(answer.status, status, "{given}");
            assert_eq!(answer.body.is_empty(), status == 304, "{given}");
        }
        let since = [("if-modified-since", "Fri, 31 Dec 9999 23:59:59 GMT")];
        let answer = both_of(&app(), path, &since).await;
        assert_eq!(answer.status, 200, "nobody knows when it was written");

        let part = both_of(&app(), path, &[("range", "bytes=2-4")]).await;
        assert_eq!((part.status, &part.body[..]), (206, &bytes[2..5]));
        let all = bytes.len();
        assert_eq!(part.header("content-range"), format!("bytes 2-4/{all}"));
        let beyond = both_of(&app(), path, &[("range", "bytes=99999-")]).await;
        assert_eq!((beyond.status, beyond.body.len()), (416, 0));
        assert_eq!(beyond.header("content-range"), format!("bytes */{all}"));

        let head = ask(app().service(), &format!("HEAD {path}"), &[]).await;
        assert_eq!((head.status, head.body.len()), (200, 0));
        assert_eq!(head.header("content-length"), all.to_string());
        for method in ["POST", "PUT", "DELETE", "TRACE"] {
            let refused = both(&format!("{method} {path}")).await;
            assert_eq!((refused.status, refused.body.len()), (405, 0));
            assert_eq!(refused.header("allow"), "GET, HEAD, OPTIONS");
        }
        let options = both(&format!("OPTIONS {path}")).await;
        assert_eq!(options.status, 204);
        assert_eq!(answer.header("cache-status"), "", "it needs no cache");
    }
}

#[tokio::test]
async fn a_handler_knows_its_folder_and_bytes_tell_their_type() {
    let answer = both("/blog/a%20b/opengraph-image").await;
    assert_eq!(answer.status, 200);
    assert_eq!(&answer.body[..], b"\x89PNG\r\n\x1a\na b");
    assert_eq!(answer.header("content-type"), "image/png");
    assert_eq!(
        both("/blog/x/opengraph-image").await.body.last(),
        Some(&b'x')
    );
}

#[tokio::test]
async fn a_re_exported_handler_answers() {
    let answer = both("/shared/twitter-image").await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "image/gif")
    );
}

#[tokio::test]
async fn a_group_is_not_in_the_url_and_a_handler_may_find_nothing() {
    let answer = both("/grouped/apple-icon2").await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.body.len(), 0);
}
