use super::*;
use crate::{
    cache::policy::Policy,
    config::{builder::RouteConfigBuilder, revalidate::RevalidateValue},
};
use axum::{body::to_bytes, http::HeaderName};
use std::time::SystemTime;

const LIFETIME: Lifetime = Lifetime {
    revalidate: Some(Duration::from_secs(60)),
    expire: None,
};

fn policy() -> Policy {
    let config = RouteConfigBuilder::new("")
        .revalidate(RevalidateValue(60).get())
        .cache_vary(&["accept-language"]);
    Policy::of(&config.build(), "/", "route").unwrap().unwrap()
}

fn stored(status: u16) -> StoredResponse {
    stored_body(status, b"0123456789")
}

fn stored_body(status: u16, body: &[u8]) -> StoredResponse {
    let response = Response::builder()
        .status(status)
        .header("content-type", "text/plain")
        .header("location", "/there");
    let (parts, ()) = response.body(()).unwrap().into_parts();
    let (ended, cdn_header) = (SystemTime::UNIX_EPOCH, CdnHeader::Standard);
    StoredResponse::new(parts, body, &policy(), "/", ended, &cdn_header, true)
}

fn respond(
    stored: &StoredResponse,
    method: &Method,
    headers: &[(&'static str, &str)],
) -> Response<Body> {
    let mut request = HeaderMap::new();
    for (name, value) in headers {
        request.insert(*name, value.parse().unwrap());
    }
    stored_response(
        stored,
        LIFETIME,
        Duration::from_millis(1_999),
        method,
        &request,
        Outcome::Hit,
    )
}

async fn line(response: Response<Body>) -> String {
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let header = |name| {
        parts
            .headers
            .get(name)
            .map_or("-", |it| it.to_str().unwrap())
    };
    format!(
        "{} {:?} {} {}",
        parts.status.as_u16(),
        str::from_utf8(&body).unwrap(),
        header(CONTENT_LENGTH),
        header(CONTENT_RANGE)
    )
}

#[tokio::test]
async fn bodies_lengths_and_ranges() {
    let found = stored(200);
    let missing = stored(404);
    for (stored, method, headers, expected) in [
        (&found, Method::GET, vec![], "200 \"0123456789\" 10 -"),
        (&found, Method::HEAD, vec![], "200 \"\" 10 -"),
        (
            &found,
            Method::GET,
            vec![("range", "bytes=0-3")],
            "206 \"0123\" 4 bytes 0-3/10",
        ),
        (
            &found,
            Method::HEAD,
            vec![("range", "bytes=0-3")],
            "200 \"\" 10 -",
        ),
        (
            &found,
            Method::GET,
            vec![("range", "bytes=20-")],
            "416 \"\" 0 bytes */10",
        ),
        (
            &found,
            Method::GET,
            vec![("range", "bytes=20-"), ("if-none-match", "*")],
            "304 \"\" - -",
        ),
        (
            &missing,
            Method::GET,
            vec![("if-none-match", "*")],
            "404 \"0123456789\" 10 -",
        ),
        (
            &missing,
            Method::GET,
            vec![("range", "bytes=0-3")],
            "404 \"0123456789\" 10 -",
        ),
    ] {
        let response = respond(stored, &method, &headers);
        assert_eq!(line(response).await, expected, "{method} {headers:?}");
    }
}

#[test]
fn a_hit_has_its_age_and_its_ttl() {
    let response = respond(&stored(200), &Method::GET, &[]);
    let headers = response.headers();
    assert_eq!(headers["age"], "1");
    assert_eq!(headers["cache-status"], "rcache; hit; ttl=59");
    assert_eq!(headers["cache-control"], "public, max-age=0, s-maxage=60");
    assert_eq!(
        headers["cdn-cache-control"],
        "max-age=60, stale-while-revalidate=31535940"
    );
    assert_eq!(headers["vary"], "accept-language");
    assert_eq!(headers.get_all("age").iter().count(), 1);
}

#[test]
fn a_304_has_the_headers_of_rfc_9110_and_no_others() {
    let response = respond(&stored(200), &Method::GET, &[("if-none-match", "*")]);
    let mut names: Vec<_> = response.headers().keys().map(HeaderName::as_str).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "age",
            "cache-control",
            "cache-status",
            "cdn-cache-control",
            "etag",
            "vary"
        ]
    );
}

#[cfg(feature = "compression")]
mod forms {
    use super::*;
    use crate::cache::http::coding::Coding;

    const TEXT: [u8; 2048] = [b'a'; 2048];
    const BROWSER: (&str, &str) = ("accept-encoding", "gzip, deflate, br, zstd");

    fn etag(stored: &StoredResponse, ending: &str) -> String {
        let etag = stored.uncompressed.etag.to_str().unwrap();
        format!("{}{ending}\"", etag.strip_suffix('"').unwrap())
    }

    #[test]
    fn a_client_that_has_a_form_gets_304_before_it_is_made() {
        // Conditions are ignored where the response is not successful without them (RFC 9110, section 13.2.1).
        for (status, expected) in [(200, 304), (404, 404)] {
            let stored = stored_body(status, &TEXT);
            let known = etag(&stored, "-br");
            let response = respond(&stored, &Method::GET, &[BROWSER, ("if-none-match", &known)]);
            assert_eq!(response.status().as_u16(), expected);
            let is_known = expected == 304;
            let sent = if is_known { known } else { etag(&stored, "") };
            assert_eq!(response.headers()["etag"], sent);
        }
    }

    #[test]
    fn conditions_select_the_form_that_the_client_has() {
        let stored = stored_body(200, &TEXT);
        let form = stored.compressed(Coding::Brotli);
        stored.forms.get(Coding::Brotli).unwrap().set(form);
        let (plain, made) = (etag(&stored, ""), etag(&stored, "-br"));
        let date = "Thu, 01 Jan 1970 00:00:00 GMT";
        let range = ("range", "bytes=0-3");
        for (conditions, status, sent) in [
            (&[][..], 200, &made),
            (&[("if-none-match", &*made)], 304, &made),
            (&[("if-none-match", &*plain)], 304, &plain),
            (&[("if-none-match", "\"other\"")], 200, &made),
            // The date is that of all forms.
            (&[("if-modified-since", date)], 304, &plain),
            (
                &[("if-none-match", &*made), ("if-modified-since", date)],
                304,
                &made,
            ),
            (&[range, ("if-range", &*made)], 206, &made),
            (&[range, ("if-range", &*plain)], 206, &plain),
            (&[range, ("if-range", date)], 200, &made),
        ] {
            let headers = [&[BROWSER], conditions].concat();
            let response = respond(&stored, &Method::GET, &headers);
            assert_eq!(response.status().as_u16(), status, "{conditions:?}");
            assert_eq!(response.headers()["etag"], **sent, "{conditions:?}");
        }
    }
}
