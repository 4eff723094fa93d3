use super::{Jar, expire, header, set_cookies};
use axum::{
    http::{
        HeaderValue, StatusCode,
        header::{COOKIE, SET_COOKIE},
    },
    response::{IntoResponse, Response},
};
use cookie::{
    Cookie, SameSite,
    time::{Date, Duration, Month, OffsetDateTime, Time},
};
use std::{fmt::Write, slice};

fn parse(headers: &[&[u8]]) -> Vec<(String, String)> {
    let jar = jar(headers);
    let pair = |it: Cookie<'_>| (it.name().to_owned(), it.value().to_owned());
    let cookies: Vec<_> = jar.all().into_iter().map(pair).collect();
    for (name, value) in &cookies[..cookies.len().min(4)] {
        assert_eq!(jar.get(name).unwrap().value(), value);
    }
    cookies
}

fn jar(headers: &[&[u8]]) -> Jar {
    let fields = headers.iter().map(|header| {
        let value = HeaderValue::from_bytes(header).unwrap();
        (COOKIE, value)
    });
    Jar::new(&fields.collect())
}

#[test]
fn invalid_pairs_are_skipped() {
    type Case<'a> = (&'a [u8], &'a [(&'a str, &'a str)]);
    let cases: [Case<'_>; 14] = [
        (b"a=1; b=2", &[("a", "1"), ("b", "2")]),
        (b"a=1;b=2;;", &[("a", "1"), ("b", "2")]),
        (b"a=1; b=2; a=3", &[("a", "3"), ("b", "2")]),
        (b" a = 1 ", &[("a", "1")]),
        (b"a=x%20y", &[("a", "x y")]),
        (b"a=\"q\"", &[("a", "\"q\"")]),
        (b"a=1=2", &[("a", "1=2")]),
        ("a=é".as_bytes(), &[("a", "é")]),
        (b"a", &[]),
        (b"=v", &[]),
        (b"a=%zz; b=2", &[("b", "2")]),
        (b"a=%ff; b=%; c=%00", &[]),
        (b"a=\xff\xfe; b=2", &[("b", "2")]),
        (b"__%48ost-id=1", &[("__%48ost-id", "1")]),
    ];
    for (sent, expected) in cases {
        let expected: Vec<_> = expected
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        assert_eq!(parse(&[sent]), expected, "{}", sent.escape_ascii());
    }
    assert_eq!(parse(&[b"a=1", b"b=2"]).len(), 2);
}

#[test]
fn a_long_header_is_parsed_in_linear_time() {
    let many = "a=;".repeat(50_000)
        + &(0..50_000).fold(String::new(), |mut text, number| {
            let _ = write!(text, "c{number}=;");
            text
        });
    assert_eq!(parse(&[many.as_bytes()]).len(), 50_001);
}

#[test]
fn a_cookie_is_one_header() {
    let at = |year| {
        let date = Date::from_calendar_date(year, Month::January, 2).unwrap();
        OffsetDateTime::new_utc(date, Time::MIDNIGHT)
    };
    let cases = [
        (Cookie::from(("a", "1")), "a=1; Path=/"),
        (
            Cookie::from(("a", "a b;c,d\"é=%\r\n")),
            "a=a%20b%3Bc%2Cd%22%C3%A9%3D%25%0D%0A; Path=/",
        ),
        (Cookie::build(("a", "1")).path("").build(), "a=1"),
        (
            Cookie::build(("a", "1"))
                .path("/p; Domain=evil\r\nX: y")
                .build(),
            "a=1; Path=/p%3B%20Domain=evil%0D%0AX:%20y",
        ),
        (
            Cookie::build(("a", "1"))
                .path("/p")
                .domain("example.com")
                .max_age(Duration::minutes(1))
                .http_only(true)
                .secure(true)
                .same_site(SameSite::Lax)
                .partitioned(true)
                .expires(at(1970))
                .build(),
            "a=1; HttpOnly; SameSite=Lax; Partitioned; Secure; Path=/p; Domain=example.com; Max-Age=60; \
             Expires=Fri, 02 Jan 1970 00:00:00 GMT",
        ),
    ];
    for (cookie, expected) in cases {
        assert_eq!(header(&cookie).unwrap(), expected);
    }
    for invalid in [
        Cookie::from(("", "1")),
        Cookie::from(("a b", "1")),
        Cookie::from(("a;", "1")),
        Cookie::from(("a\r\nX", "1")),
        Cookie::from(("é", "1")),
        Cookie::build(("a", "1")).domain("a; Secure").build(),
        Cookie::build(("a", "1")).domain("a\r\nX: y").build(),
        Cookie::build(("a", "1")).domain("").build(),
    ] {
        let response = set_cookies(Response::default(), slice::from_ref(&invalid).iter());
        assert_eq!(
            response.status(),
            StatusCode::INTERNAL_SERVER_ERROR,
            "{invalid:?}"
        );
        assert!(response.headers().get(SET_COOKIE).is_none());
    }
}

#[test]
fn cookies_of_the_response_take_precedence() {
    let response = ([(SET_COOKIE, "a=own; Path=/x")], "body").into_response();
    let changes = [Cookie::from(("a", "jar")), Cookie::from(("b", "jar"))];
    let response = set_cookies(response, changes.iter());
    let set: Vec<_> = response.headers().get_all(SET_COOKIE).iter().collect();
    assert_eq!(set, ["a=own; Path=/x", "b=jar; Path=/"]);
}

#[test]
fn changes_are_visible_at_once_and_sent_once() {
    let mut jar = jar(&[b"a=old; c=3"]);
    jar.set(Cookie::from(("a", "new")));
    assert_eq!(jar.get("a").unwrap().value(), "new");
    jar.delete(Cookie::from("a"));
    assert!(jar.get("a").is_none());
    jar.set(Cookie::from(("b", "1")));
    jar.set(Cookie::from(("b", "2")));
    let sent: Vec<_> = jar.take_changes().map(|it| header(it).unwrap()).collect();
    assert_eq!(
        sent,
        [
            "a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
            "b=2; Path=/"
        ]
    );
    assert_eq!(jar.take_changes().count(), 0);
}

#[test]
fn changes_are_found_among_few_and_many() {
    let mut jar = jar(&[b"n1=sent; first=1; n3=sent"]);
    for round in ["old", "new"] {
        for number in 0..40 {
            jar.set(Cookie::new(format!("n{number}"), round));
        }
    }
    jar.delete(Cookie::from("n2"));
    let (changed, deleted) = (jar.get("n39").unwrap(), jar.get("n2"));
    assert_eq!((changed.value(), deleted), ("new", None));
    assert_eq!(jar.get("first").unwrap().value(), "1");
    let all: Vec<_> = jar.all().iter().map(ToString::to_string).collect();
    assert_eq!(
        all[..5],
        ["n1=new", "first=1", "n3=new", "n0=new", "n4=new"]
    );
    assert_eq!((all.len(), jar.take_changes().count()), (40, 40));
}

#[test]
fn many_cookies_are_deleted_in_linear_time() {
    let many = (0..50_000).fold(String::new(), |mut text, number| {
        let _ = write!(text, "c{number}=;");
        text
    });
    let mut jar = jar(&[many.as_bytes()]);
    for cookie in jar.all() {
        jar.delete(cookie);
    }
    assert_eq!((jar.all().len(), jar.take_changes().count()), (0, 50_000));
}

/// Browsers ignore such names without `Secure`, and the cookie would stay.
#[test]
fn deletion_of_a_prefixed_cookie_is_secure() {
    for (name, secure) in [("__Host-session", true), ("__Secure-a", true), ("a", false)] {
        let mut cookie = Cookie::new(name, "1");
        expire(&mut cookie);
        assert_eq!(cookie.secure().unwrap_or_default(), secure, "{name}");
    }
}
