use std::panic::{UnwindSafe, catch_unwind};

use super::{Dynamic, FetchCache, RegionOf, Rendering, Revalidate, RevalidateOf, RouteConfig};

const PLAIN: RouteConfig = RouteConfig::of("app/a/route.rs");

/// What the compiler would print, had the constant been evaluated by it.
fn refusal<T>(build: impl FnOnce() -> T + UnwindSafe) -> String {
    let Err(panic) = catch_unwind(build) else {
        return String::from("accepted");
    };
    *panic.downcast::<String>().unwrap()
}

#[test]
fn every_constant_is_kept() {
    const CONFIG: RouteConfig = RouteConfig::of("app/a/route.rs")
        .dynamic("error")
        .revalidate(RevalidateOf(30).get())
        .dynamic_params(false)
        .fetch_cache("only-no-store")
        .runtime("native")
        .preferred_region(RegionOf("fra1").get())
        .max_duration(5)
        .body_limit(1 << 20)
        .cache_query(&["page"])
        .cache_vary(&["accept-language"])
        .cache_tags(&["items"])
        .cache_expire(30)
        .stale_if_error(60)
        .check();
    assert_eq!(CONFIG.dynamic, Dynamic::Error);
    assert_eq!(CONFIG.revalidate, Some(Revalidate::After(30)));
    const { assert!(!CONFIG.dynamic_params) };
    assert_eq!(CONFIG.fetch_cache, FetchCache::OnlyNoStore);
    assert_eq!(CONFIG.preferred_region.as_slice(), ["fra1"]);
    assert_eq!(CONFIG.max_duration, Some(5));
    assert_eq!(CONFIG.body_limit, Some(1 << 20));
    assert_eq!(CONFIG.cache_query, ["page"]);
    assert_eq!(CONFIG.cache_vary, ["accept-language"]);
    assert_eq!(CONFIG.cache_tags, ["items"]);
    assert_eq!(CONFIG.cache_expire, Some(30));
    assert_eq!(CONFIG.stale_if_error, Some(60));
}

#[test]
fn the_mode_follows_from_dynamic_and_revalidate() {
    const NONE: Option<Revalidate> = None;
    const ZERO: Option<Revalidate> = Some(Revalidate::After(0));
    const HOUR: Option<Revalidate> = Some(Revalidate::After(3600));
    const NEVER: Option<Revalidate> = Some(Revalidate::Never);
    let cases = [
        ("auto", NONE, Rendering::Dynamic),
        ("auto", ZERO, Rendering::Dynamic),
        ("auto", HOUR, Rendering::Revalidated),
        ("auto", NEVER, Rendering::Static),
        ("force-static", NONE, Rendering::Static),
        ("force-static", ZERO, Rendering::Dynamic),
        ("force-static", HOUR, Rendering::Revalidated),
        ("force-static", NEVER, Rendering::Static),
        ("error", NONE, Rendering::Static),
        ("error", HOUR, Rendering::Revalidated),
        ("force-dynamic", NONE, Rendering::Dynamic),
        ("force-dynamic", ZERO, Rendering::Dynamic),
    ];
    for (dynamic, revalidate, mode) in cases {
        let mut config = PLAIN.dynamic(dynamic);
        config.revalidate = revalidate;
        assert_eq!(config.check().mode(), mode, "{dynamic} {revalidate:?}");
    }
}

#[test]
fn all_fetch_cache_names_are_known() {
    let names = FetchCache::NAMES.replace(" or ", ", ").replace('"', "");
    let parsed: Vec<_> = names.split(", ").map(FetchCache::named).collect();
    assert_eq!(parsed.len(), 7);
    assert!(parsed.iter().all(Option::is_some), "{parsed:?}");
    let names = Dynamic::NAMES.replace(" or ", ", ").replace('"', "");
    assert!(names.split(", ").all(|name| Dynamic::named(name).is_some()));
}

#[test]
fn refusals_name_the_file_the_constant_and_the_way_out() {
    let cases = [
        (
            refusal(|| PLAIN.dynamic("force_static")),
            "app/a/route.rs: dynamic = \"force_static\" is not a value of `dynamic`; write \
             \"auto\", \"force-dynamic\", \"error\" or \"force-static\"",
        ),
        (
            refusal(|| PLAIN.fetch_cache("")),
            "app/a/route.rs: fetch_cache = \"\" is not a value of `fetch_cache`; write \"auto\", \
             \"default-cache\", \"only-cache\", \"force-cache\", \"force-no-store\", \
             \"default-no-store\" or \"only-no-store\"",
        ),
        (
            refusal(|| PLAIN.runtime("edge")),
            "app/a/route.rs: runtime = \"edge\" names a JavaScript runtime, and this handler is \
             compiled to native code; remove the constant or write \"native\"",
        ),
        (
            refusal(|| PLAIN.runtime("wasm")),
            "app/a/route.rs: runtime = \"wasm\" is not a value of `runtime`; remove the constant \
             or write \"native\"",
        ),
        (
            refusal(|| PLAIN.max_duration(0)),
            "app/a/route.rs: max_duration = 0 leaves the handler no time; remove the constant for \
             no limit, or write at least 1 second",
        ),
        (
            refusal(|| {
                PLAIN
                    .revalidate(RevalidateOf(60).get())
                    .cache_expire(59)
                    .check()
            }),
            "app/a/route.rs: cache_expire = 59 is below revalidate = 60, so an answer would \
             expire before it is due; raise cache_expire to at least 60 or lower revalidate",
        ),
        (
            refusal(|| {
                PLAIN
                    .dynamic("force-dynamic")
                    .revalidate(RevalidateOf(60).get())
                    .check()
            }),
            "app/a/route.rs: dynamic = \"force-dynamic\" runs the handler per request, so \
             revalidate = 60 would do nothing; remove one of the two",
        ),
        (
            refusal(|| {
                PLAIN
                    .dynamic("force-dynamic")
                    .revalidate(RevalidateOf(false).get())
                    .check()
            }),
            "app/a/route.rs: dynamic = \"force-dynamic\" runs the handler per request, so \
             revalidate = false would do nothing; remove one of the two",
        ),
        (
            refusal(|| PLAIN.revalidate(RevalidateOf(true).get())),
            "app/a/route.rs: revalidate = true says no period; write a number of seconds, or false for an answer \
             that never becomes stale",
        ),
        (
            refusal(|| {
                PLAIN
                    .revalidate(RevalidateOf(60).get())
                    .cache_expire(60)
                    .check()
            }),
            "accepted",
        ),
    ];
    for (got, expected) in cases {
        assert_eq!(got, expected);
    }
}

#[test]
fn case_70_tags_are_counted_and_measured_while_the_crate_compiles() {
    let refused = |tags: &'static [&'static str]| {
        std::panic::catch_unwind(|| RouteConfig::of("app/route.rs").cache_tags(tags)).is_err()
    };
    let of_length = |length| -> &'static str { "x".repeat(length).leak() };
    assert!(!refused(vec![of_length(256); 128].leak()));
    assert!(refused(vec![of_length(257)].leak()));
    assert!(refused(vec!["x"; 129].leak()));
}
