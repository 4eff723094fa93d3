//! Any `Cookie` fields: handlers, rules and keys of the cache read the same cookie.
#![no_main]

use axum::http::{HeaderMap, HeaderValue, header::COOKIE};
use fuzz::{Buffered, Piece, application, get, run, text};
use libfuzzer_sys::fuzz_target;
use router_runtime::rules::{Condition, HeaderRule};

const PIECES: &[&str] = &[
    "theme=",
    "theme",
    "; ",
    ";",
    "=",
    "dark",
    "light",
    "%41",
    "%zz",
    "%00",
    "%3B",
    "\"",
    " ",
    "\t",
    "Theme=",
    "th%65me=",
    "é",
    "__Host-theme=",
    "\u{a0}",
    ",",
];

fuzz_target!(|fields: Vec<Vec<Piece<'_>>>| {
    let mut headers = HeaderMap::new();
    for field in &fields {
        let Ok(field) = HeaderValue::from_bytes(text(field, PIECES).as_bytes()) else {
            return;
        };
        headers.append(COOKIE, field);
    }
    let rule = HeaderRule::new("/:path*")
        .has(Condition::cookie("theme"))
        .set("x-theme", ":theme");
    let service = application().headers([rule]).service();
    let send = |path| {
        run(Buffered::of(
            service.clone(),
            get(path, headers.clone()).expect("a path"),
        ))
    };
    let read = send("/cookies");
    let keyed = send("/keyed");
    let text = |response: &Buffered| response.text().to_owned();
    assert!(
        text(&keyed).starts_with(&format!("{} ", text(&read))),
        "{read:?} {keyed:?} of {headers:?}"
    );
    // The rule ignores a cookie without a value, and sets no header that would be invalid.
    let by_rule = keyed.headers.get("x-theme");
    let by_rule = by_rule.map(|value| str::from_utf8(value.as_bytes()).expect("text"));
    let expected = text(&read);
    let is_unset = expected == "Some(\"\")" || expected.contains('\\') && by_rule.is_none();
    let expected = if is_unset { "None" } else { &expected };
    assert_eq!(format!("{by_rule:?}"), expected, "{headers:?}");
});
