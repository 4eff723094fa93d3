use std::panic::{UnwindSafe, catch_unwind};

use super::{
    Dynamic, FetchCache, Rendering, Revalidate, RouteConfig, builder::RouteConfigBuilder,
    region::RegionValue, revalidate::RevalidateValue,
};

const PLAIN: RouteConfigBuilder = RouteConfigBuilder::new("app/a/route.rs");

/// Returns the message that the compiler prints for a constant.
fn refusal<T>(build: impl FnOnce() -> T + UnwindSafe) -> String {
    let Err(panic) = catch_unwind(build) else {
        return String::from("accepted");
    };
    *panic.downcast::<String>().unwrap()
}

#[test]
fn every_constant_is_stored() {
    const CONFIG: RouteConfig = RouteConfigBuilder::new("app/a/route.rs")
        .dynamic("error")
        .revalidate(RevalidateValue(30).get())
        .dynamic_params(false)
        .fetch_cache("only-no-store")
        .runtime("native")
        .preferred_region(RegionValue("fra1").get())
        .max_duration(5)
        .body_limit(1 << 20)
        .cache_query(&["page"])
        .cache_vary(&["accept-language"])
        .cache_tags(&["items"])
        .cache_shared(false)
        .cache_expire(30)
        .stale_if_error(60)
        .build();
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
    const { assert!(!CONFIG.cache_shared) };
    assert_eq!(CONFIG.cache_expire, Some(30));
    assert_eq!(CONFIG.stale_if_error, Some(60));
}

#[test]
fn a_file_below_cannot_share_what_its_middleware_guards() {
    let middleware = RouteConfigBuilder::new("app/middleware.rs");
    for (above, own, shared) in [
        (true, true, true),
        (true, false, false),
        (false, true, false),
    ] {
        let below = middleware.cache_shared(above).below("app/a/route.rs");
        assert_eq!(below.cache_shared(own).build().cache_shared, shared);
    }
}

#[test]
fn rendering_follows_from_dynamic_and_revalidate() {
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
    for (dynamic, revalidate, rendering) in cases {
        let mut config = PLAIN.dynamic(dynamic).build();
        config.revalidate = revalidate;
        assert_eq!(config.rendering(), rendering, "{dynamic} {revalidate:?}");
    }
}

#[test]
fn listed_names_are_valid() {
    let names = FetchCache::NAMES.replace(" or ", ", ").replace('"', "");
    let parsed: Vec<_> = names.split(", ").map(FetchCache::from_name).collect();
    assert_eq!(parsed.len(), 7);
    assert!(parsed.iter().all(Option::is_some), "{parsed:?}");
    let names = Dynamic::NAMES.replace(" or ", ", ").replace('"', "");
    assert!(
        names
            .split(", ")
            .all(|name| Dynamic::from_name(name).is_some())
    );
}

#[test]
fn errors_contain_the_file_the_constant_and_help() {
    let cases = [
        (
            refusal(|| PLAIN.dynamic("force_static")),
            "[R0406] `dynamic` is \"force_static\", expected \"auto\", \"force-dynamic\", \"error\" or \"force-static\"\
             \n         --> app/a/route.rs\
             \n         = help: write one of these values, or remove `dynamic`, which then is \"auto\"",
        ),
        (
            refusal(|| PLAIN.fetch_cache("")),
            "[R0406] `fetch_cache` is \"\", expected \"auto\", \"default-cache\", \"only-cache\", \"force-cache\", \
             \"force-no-store\", \"default-no-store\" or \"only-no-store\"\
             \n         --> app/a/route.rs\
             \n         = help: write one of these values, or remove `fetch_cache`, which then is \"auto\"",
        ),
        (
            refusal(|| PLAIN.runtime("edge")),
            "[R0407] `edge` is a runtime of Next.js, expected `native`\n         --> app/a/route.rs\n         = help: remove `runtime`, or write \"native\"",
        ),
        (
            refusal(|| PLAIN.runtime("wasm")),
            "[R0406] `runtime` is \"wasm\", expected \"native\"\n         --> app/a/route.rs\n         = help: remove `runtime`, or write \"native\"",
        ),
        (
            refusal(|| PLAIN.max_duration(0)),
            "[R0409] `max_duration` is 0, expected at least 1 second\n         --> app/a/route.rs\n         = help: write at least 1, or remove `max_duration` for no limit",
        ),
        (
            refusal(|| {
                PLAIN
                    .revalidate(RevalidateValue(60).get())
                    .cache_expire(59)
                    .build()
            }),
            "[R0503] `cache_expire = 59` is less than `revalidate = 60`\n         --> app/a/route.rs\n         = help: write `pub const cache_expire: u32 = 60;` or more",
        ),
        (
            refusal(|| {
                PLAIN
                    .dynamic("force-dynamic")
                    .revalidate(RevalidateValue(60).get())
                    .build()
            }),
            "[R0502] `dynamic = \"force-dynamic\"` conflicts with `revalidate = 60`\n         --> app/a/route.rs\n         = help: remove `dynamic` or `revalidate`",
        ),
        (
            refusal(|| {
                PLAIN
                    .dynamic("force-dynamic")
                    .revalidate(RevalidateValue(false).get())
                    .build()
            }),
            "[R0502] `dynamic = \"force-dynamic\"` conflicts with `revalidate = false`\n         --> app/a/route.rs\n         = help: remove `dynamic` or `revalidate`",
        ),
        (
            refusal(|| PLAIN.revalidate(RevalidateValue(true).get())),
            "[R0408] `revalidate` is `true`, expected a number of seconds or `false`\n         --> app/a/route.rs\n         = help: write `pub const revalidate: u32 = 60;`, or `false` to cache forever",
        ),
        (
            refusal(|| {
                PLAIN
                    .revalidate(RevalidateValue(60).get())
                    .cache_expire(60)
                    .build()
            }),
            "accepted",
        ),
    ];
    for (got, expected) in cases {
        assert_eq!(got, expected);
    }
}

#[test]
fn tags_are_limited_at_compile_time() {
    let refused = |tags: &'static [&'static str]| {
        catch_unwind(|| RouteConfigBuilder::new("app/route.rs").cache_tags(tags)).is_err()
    };
    let of_length = |length| -> &'static str { "x".repeat(length).leak() };
    assert!(!refused(vec![of_length(256); 128].leak()));
    assert!(refused(vec![of_length(257)].leak()));
    assert!(refused(vec!["x"; 129].leak()));
}
