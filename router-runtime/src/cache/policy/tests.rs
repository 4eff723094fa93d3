use super::*;
use crate::config::{builder::RouteConfigBuilder, revalidate::RevalidateValue};

fn names(tags: &[Tag]) -> Vec<&str> {
    tags.iter().map(Tag::name).collect()
}

#[test]
fn a_response_has_a_tag_for_each_folder_its_file_and_its_path() {
    let config = RouteConfigBuilder::new("")
        .revalidate(RevalidateValue(60).get())
        .cache_tags(&["a,b"]);
    let policy = Policy::of(&config.build(), "/slug/[id]", "route")
        .unwrap()
        .unwrap();
    assert_eq!(
        names(&policy.tags_at("/slug/a")),
        [
            "layout:",
            "layout:/slug",
            "layout:/slug/[id]",
            "route:/slug/[id]",
            "a,b",
            "/slug/a"
        ]
    );
    let root = Policy::of(&config.build(), "/", "page").unwrap().unwrap();
    assert_eq!(names(&root.tags_at("/")), ["layout:", "page:", "a,b", "/"]);
}

#[test]
fn the_constants_give_the_lifetime() {
    let base = RouteConfigBuilder::new("");
    let seconds = |seconds| Some(Duration::from_secs(seconds));
    for (config, lifetime) in [
        (base, None),
        (base.dynamic("force-dynamic"), None),
        (base.revalidate(RevalidateValue(0).get()), None),
        (
            base.revalidate(RevalidateValue(60).get()),
            Some((seconds(60), seconds(ONE_YEAR.into()))),
        ),
        (
            base.revalidate(RevalidateValue(60).get()).cache_expire(90),
            Some((seconds(60), seconds(90))),
        ),
        (
            base.revalidate(RevalidateValue(false).get()),
            Some((None, None)),
        ),
        (base.dynamic("force-static"), Some((None, None))),
        (base.dynamic("error"), Some((None, None))),
        (
            base.dynamic("error").revalidate(RevalidateValue(9).get()),
            Some((seconds(9), seconds(ONE_YEAR.into()))),
        ),
    ] {
        let policy = Policy::of(&config.build(), "/", "route").unwrap();
        let found = policy.map(|it| (it.lifetime.revalidate, it.lifetime.expire));
        assert_eq!(found, lifetime, "{config:?}");
    }
}

#[test]
fn declared_headers_are_checked_and_sorted() {
    let base = RouteConfigBuilder::new("").dynamic("force-static");
    let policy = Policy::of(
        &base.cache_vary(&["X-B", "accept-language", "x-b"]).build(),
        "/",
        "route",
    );
    let policy = policy.unwrap().unwrap();
    assert_eq!(policy.vary_header.unwrap(), "accept-language, x-b");
    let wrong = Policy::of(&base.cache_vary(&["no header"]).build(), "/", "route").unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "invalid `cache_vary`: expected header names such as \"accept-language\" or \"accept-language: en, de\", found \"no header\""
    );
}
