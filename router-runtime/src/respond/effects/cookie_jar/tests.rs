use super::{Jar, header, write};
use axum::{
    http::{HeaderValue, StatusCode, header::SET_COOKIE},
    response::{IntoResponse, Response},
};
use cookie::{
    Cookie, SameSite,
    time::{Date, Duration, Month, OffsetDateTime, Time},
};
use std::{fmt::Write, slice};

fn read(headers: &[&[u8]]) -> Vec<(String, String)> {
    let headers: Vec<_> = headers
        .iter()
        .map(|header| HeaderValue::from_bytes(header).unwrap())
        .collect();
    let pair = |it: &Cookie<'_>| (it.name().to_owned(), it.value().to_owned());
    Jar::read(&headers).all().map(pair).collect()
}

#[test]
fn bad_cookies_are_passed_over() {
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
        assert_eq!(read(&[sent]), expected, "{}", sent.escape_ascii());
    }
    assert_eq!(read(&[b"a=1", b"b=2"]).len(), 2);
}

#[test]
fn a_header_full_of_cookies_is_read_in_one_pass() {
    let many = "a=;".repeat(50_000)
        + &(0..50_000).fold(String::new(), |mut text, number| {
            let _ = write!(text, "c{number}=;");
            text
        });
    assert_eq!(read(&[many.as_bytes()]).len(), 50_001);
}

#[test]
fn what_is_set_is_one_header() {
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
    for bad in [
        Cookie::from(("", "1")),
        Cookie::from(("a b", "1")),
        Cookie::from(("a;", "1")),
        Cookie::from(("a\r\nX", "1")),
        Cookie::from(("é", "1")),
        Cookie::build(("a", "1")).domain("a; Secure").build(),
        Cookie::build(("a", "1")).domain("a\r\nX: y").build(),
        Cookie::build(("a", "1")).domain("").build(),
    ] {
        let answer = write(Response::default(), slice::from_ref(&bad));
        assert_eq!(
            answer.status(),
            StatusCode::INTERNAL_SERVER_ERROR,
            "{bad:?}"
        );
        assert!(answer.headers().get(SET_COOKIE).is_none());
    }
}

#[test]
fn the_response_has_the_last_word() {
    let response = ([(SET_COOKIE, "a=own; Path=/x")], "body").into_response();
    let changes = [Cookie::from(("a", "jar")), Cookie::from(("b", "jar"))];
    let response = write(response, &changes);
    let set: Vec<_> = response.headers().get_all(SET_COOKIE).iter().collect();
    assert_eq!(set, ["a=own; Path=/x", "b=jar; Path=/"]);
}

#[test]
fn changes_are_seen_at_once_and_told_once() {
    let mut jar = Jar::read(&[HeaderValue::from_static("a=old; c=3")]);
    jar.set(Cookie::from(("a", "new")));
    assert_eq!(jar.get("a").unwrap().value(), "new");
    jar.delete(Cookie::from("a"));
    assert!(jar.get("a").is_none());
    jar.set(Cookie::from(("b", "1")));
    jar.set(Cookie::from(("b", "2")));
    let told: Vec<_> = jar
        .take_changes()
        .iter()
        .map(|it| header(it).unwrap())
        .collect();
    assert_eq!(
        told,
        [
            "a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
            "b=2; Path=/"
        ]
    );
    assert!(jar.take_changes().is_empty());
}

/// Browsers refuse such names without `Secure`, and the cookie would stay.
#[test]
fn what_deletes_a_cookie_with_a_prefix_is_secure() {
    for (name, secure) in [("__Host-session", true), ("__Secure-a", true), ("a", false)] {
        let mut cookie = Cookie::new(name, "1");
        super::expire(&mut cookie);
        assert_eq!(cookie.secure().unwrap_or_default(), secure, "{name}");
    }
}
