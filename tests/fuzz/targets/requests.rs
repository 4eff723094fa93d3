//! Any requests: `service()` and `router()` respond alike, and a redirect to the clean path leads to a clean path.
#![no_main]

use axum::http::{StatusCode, header::CONTENT_LENGTH};
use fuzz::{Buffered, Input, application, get, run, same};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|inputs: Vec<Input<'_>>| {
    let (one, other) = (application(), application());
    let (service, router) = (one.service(), other.router());
    for input in inputs.iter().take(4) {
        let (Some(first), Some(second)) = (input.request(), input.request()) else {
            return;
        };
        let shown = same(&first);
        let mut service = run(Buffered::of(service.clone(), first));
        let mut router = run(Buffered::of(router.clone(), second));
        // A Router adds the length of a body, which the server would add.
        if !(service.headers.contains_key(CONTENT_LENGTH)
            && router.headers.contains_key(CONTENT_LENGTH))
        {
            service.headers.remove(CONTENT_LENGTH);
            router.headers.remove(CONTENT_LENGTH);
        }
        assert_eq!(service, router, "`service()` is left, {shown:?}");
        if service.status == StatusCode::PERMANENT_REDIRECT {
            let location = service
                .value("location")
                .expect("a redirect has a location");
            assert!(!location.starts_with("//"), "another host: {location}");
            let next = get(location, shown.headers().clone()).expect("a location is a target");
            let next = run(Buffered::of(one.service(), next));
            assert_ne!(
                next.status,
                StatusCode::PERMANENT_REDIRECT,
                "{location} of {shown:?}"
            );
        }
    }
});
