use super::*;
use crate::config::{builder::RouteConfigBuilder, revalidate::RevalidateValue};

fn policy() -> Policy {
    let config = RouteConfigBuilder::new("")
        .revalidate(RevalidateValue(60).get())
        .cache_vary(&["accept-language", "x-a"]);
    Policy::of(&config.build(), "/", "route").unwrap().unwrap()
}

#[test]
fn the_status_decides_first() {
    let storable_codes = [
        200, 203, 204, 300, 301, 302, 303, 307, 308, 404, 410, 414, 501,
    ];
    for code in 100..600 {
        let status = StatusCode::from_u16(code).unwrap();
        let result = storable(status, &HeaderMap::new(), &policy());
        assert_eq!(result.is_ok(), storable_codes.contains(&code), "{code}");
        if let Err(reason) = result {
            let fails = code >= 500 || code == 429;
            assert_eq!(reason.is_failure(), fails, "{code}");
        }
    }
}

#[test]
fn headers_of_private_responses_prevent_storing() {
    for (name, value, expected) in [
        ("set-cookie", "a=1", Err(Unstorable::SetCookie)),
        (
            "cache-control",
            "max-age=5, private",
            Err(Unstorable::CacheControl),
        ),
        ("cache-control", "max-age=5", Ok(())),
        ("vary", "*", Err(Unstorable::Vary)),
        ("vary", "cookie", Err(Unstorable::Vary)),
        ("vary", "X-A, cookie", Err(Unstorable::Vary)),
        ("vary", "X-A, Accept-Language", Ok(())),
        (
            "content-range",
            "bytes 0-1/2",
            Err(Unstorable::ContentRange),
        ),
        (
            "content-type",
            "text/event-stream; charset=utf-8",
            Err(Unstorable::EventStream),
        ),
        ("content-type", "text/plain", Ok(())),
    ] {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        assert_eq!(
            storable(StatusCode::OK, &headers, &policy()),
            expected,
            "{name}: {value}"
        );
    }
}
