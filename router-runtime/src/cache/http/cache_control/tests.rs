use super::*;
use crate::config::{builder::RouteConfigBuilder, revalidate::RevalidateValue};

fn policy(shared: bool) -> Policy {
    let config = RouteConfigBuilder::new("")
        .revalidate(RevalidateValue(60).get())
        .cache_shared(shared);
    Policy::of(&config.build(), "/", "route").unwrap().unwrap()
}

fn map(headers: &[(&'static str, &'static str)]) -> HeaderMap {
    let headers = headers.iter().map(|(name, value)| {
        let name = HeaderName::from_static(name);
        (name, HeaderValue::from_static(value))
    });
    headers.collect()
}

/// The headers, one a line, sorted.
fn lines(headers: &HeaderMap) -> Vec<String> {
    let lines = headers
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()));
    let mut lines: Vec<_> = lines.collect();
    lines.sort();
    lines
}

#[test]
fn the_times_are_those_of_the_route() {
    let seconds = |seconds: u32| Some(Duration::from_secs(seconds.into()));
    for (revalidate, expire, shared, for_cdns) in [
        (
            seconds(2),
            seconds(ONE_YEAR),
            "s-maxage=2",
            "max-age=2, stale-while-revalidate=31535998",
        ),
        (
            seconds(60),
            seconds(3600),
            "s-maxage=60",
            "max-age=60, stale-while-revalidate=3540",
        ),
        // Data with a period in a static response.
        (
            seconds(60),
            None,
            "s-maxage=60",
            "max-age=60, stale-while-revalidate=31535940",
        ),
        (seconds(60), seconds(60), "s-maxage=60", "max-age=60"),
        (seconds(60), seconds(10), "s-maxage=10", "max-age=10"),
        (
            seconds(2 * ONE_YEAR),
            None,
            "s-maxage=63072000",
            "max-age=63072000",
        ),
        (
            Some(Duration::from_millis(500)),
            seconds(9),
            "s-maxage=1",
            "max-age=1, stale-while-revalidate=8",
        ),
        (None, None, "s-maxage=31536000", "max-age=31536000"),
        (None, seconds(10), "s-maxage=10", "max-age=10"),
    ] {
        let mut policy = policy(true);
        policy.lifetime = Lifetime { revalidate, expire };
        let mut headers = HeaderMap::new();
        decide_for_stored(&mut headers, &policy, &CdnHeader::Standard);
        let both = [
            format!("cache-control: public, max-age=0, {shared}"),
            format!("cdn-cache-control: {for_cdns}"),
        ];
        assert_eq!(lines(&headers), both);
        let mut headers = HeaderMap::new();
        decide_for_stored(&mut headers, &policy, &CdnHeader::NextJs);
        let next = format!("cache-control: s-{for_cdns}").replace("s-max-age", "s-maxage");
        assert_eq!(lines(&headers), [next]);
    }
}

#[test]
fn a_response_that_is_not_stored_must_not_be_stored_by_others() {
    const NONE: &str = "cache-control: private, no-cache, no-store, max-age=0, must-revalidate";
    let for_cdns = ("cdn-cache-control", "max-age=9");
    let public = ("cache-control", "public");
    for (own, is_failure, is_shared, expected) in [
        (&[][..], false, true, vec![NONE]),
        (&[for_cdns], false, true, vec![NONE]),
        (&[for_cdns], true, true, vec![NONE]),
        (&[public, for_cdns], true, true, vec![NONE]),
        (
            &[public, for_cdns],
            false,
            true,
            vec!["cache-control: public", "cdn-cache-control: max-age=9"],
        ),
        (
            &[public, for_cdns],
            false,
            false,
            vec!["cache-control: private, max-age=0"],
        ),
        (
            &[("cache-control", "no-store")],
            false,
            false,
            vec!["cache-control: no-store"],
        ),
    ] {
        let mut headers = map(own);
        let policy = policy(is_shared);
        decide_for_unstored(&mut headers, is_failure, &policy, &CdnHeader::Standard);
        assert_eq!(lines(&headers), expected, "{own:?}");
    }
}

#[test]
fn middleware_sees_no_field_for_cdns() {
    let cdn_header = CdnHeader::Named(HeaderName::from_static("x-cdn"));
    let mut headers = map(&[
        ("cache-control", "public, max-age=0, s-maxage=60"),
        ("x-cdn", "max-age=60"),
        ("surrogate-control", "max-age=61"),
        ("x-dns-prefetch-control", "off"),
    ]);
    let complete = headers.clone();
    let before = BeforeChanges::take(&mut headers, true, &cdn_header).unwrap();
    assert_eq!(
        lines(&headers),
        [
            "cache-control: public, max-age=0, s-maxage=60",
            "x-dns-prefetch-control: off"
        ]
    );
    before.complete(&mut headers, &cdn_header);
    assert_eq!(lines(&headers), lines(&complete));
    assert!(BeforeChanges::take(&mut headers, false, &cdn_header).is_none());
}

#[test]
fn private_responses_must_not_be_stored() {
    for (value, forbids) in [
        ("private", true),
        ("max-age=5, No-Store", true),
        ("no-cache=\"set-cookie\"", true),
        ("public, max-age=5", false),
        ("x-private=1", false),
        ("", false),
    ] {
        let value = HeaderValue::from_static(value);
        assert_eq!(forbids_storing(&value), forbids, "{value:?}");
    }
    assert!(forbids_storing(&HeaderValue::from_bytes(b"\xff").unwrap()));
}

#[test]
fn a_handler_can_say_that_a_response_is_stale_at_once() {
    use StaleAtOnce::{Expires, MaxAge, SharedMaxAge};
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let past = ("expires", "Sat, 08 Sep 2001 00:00:00 GMT");
    let future = ("expires", "Mon, 10 Sep 2001 00:00:00 GMT");
    for (headers, expected) in [
        (&[][..], None),
        (&[("cache-control", "max-age=0")], Some(MaxAge)),
        (
            &[("cache-control", "public, Max-Age = \"0\"")],
            Some(MaxAge),
        ),
        (
            &[("cache-control", "s-maxage=0, max-age=9")],
            Some(SharedMaxAge),
        ),
        (&[("cache-control", "max-age=0, s-maxage=9")], None),
        (&[("cache-control", "max-age=5"), past], None),
        (&[("cache-control", "public"), past], Some(Expires)),
        (&[past], Some(Expires)),
        (&[("expires", "0")], Some(Expires)),
        (&[future], None),
    ] {
        assert_eq!(stale_at_once(&map(headers), now), expected, "{headers:?}");
    }
}
