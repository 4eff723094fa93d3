//! Two requests of one cached path: each sees the response that it would see without the others.
#![no_main]

use axum::extract::Request;
use fuzz::{Buffered, Piece, application, get, headers, run, same, text};
use libfuzzer_sys::{
    arbitrary::{self, Arbitrary},
    fuzz_target,
};

#[derive(Arbitrary, Debug)]
struct Keys<'a> {
    query: Vec<Piece<'a>>,
    headers: Vec<(u8, Vec<Piece<'a>>)>,
}

const QUERY: &[&str] = &[
    "page=", "q=", "page", "&", "=", "+", "%20", "%26", "%3D", "p%61ge=", "1", "2", "other=",
    "%zz", "%00", ";",
];

impl Keys<'_> {
    fn request(&self) -> Option<Request> {
        let query = text(&self.query, QUERY);
        let mut headers = headers(&self.headers);
        // They select a part of the response, or none.
        for name in [
            "range",
            "if-match",
            "if-none-match",
            "if-modified-since",
            "if-unmodified-since",
            "cache-control",
            "pragma",
        ] {
            headers.remove(name);
        }
        get(&format!("/keyed?{query}"), headers)
    }
}

fuzz_target!(|keys: Vec<Keys<'_>>| {
    let shared = application().service();
    for key in keys.iter().take(4) {
        let Some(request) = key.request() else {
            return;
        };
        let found = run(Buffered::of(shared.clone(), same(&request)));
        let expected = run(Buffered::of(application().service(), same(&request)));
        assert_eq!(
            (found.status, &found.body),
            (expected.status, &expected.body),
            "{:?} of {request:?}",
            found.value("cache-status")
        );
    }
});
