use super::*;
use crate::{
    cache::{policy::Policy, variant::form_encoded},
    config::{builder::RouteConfigBuilder, revalidate::RevalidateValue},
};
use axum::http::Request;
use foldhash::fast::RandomState;
use proptest::prelude::*;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

const DECLARED: RouteConfigBuilder = RouteConfigBuilder::new("")
    .revalidate(RevalidateValue(60).get())
    .cache_query(&["page", "sort"])
    .cache_vary(&["accept-language"]);
const PLAIN: RouteConfigBuilder = RouteConfigBuilder::new("").revalidate(RevalidateValue(60).get());

fn policy(config: &RouteConfigBuilder) -> Policy {
    Policy::of(&config.build(), "/slug/[id]", "route")
        .unwrap()
        .unwrap()
}

fn key_with(config: &RouteConfigBuilder, uri: &str, languages: &[&str]) -> Key {
    let mut request = Request::get(uri);
    for language in languages {
        request = request.header("accept-language", *language);
    }
    let (parts, ()) = request.body(()).unwrap().into_parts();
    let policy = policy(config);
    let key = KeyRef::new(0, &parts, &policy).to_key();
    assert!(key.as_ref().equivalent(&key));
    key
}

#[test]
fn a_path_has_one_canonical_spelling() {
    for (path, spelling) in [
        ("/", "/"),
        ("/a/", "/a"),
        ("/slug/X%41", "/slug/XA"),
        ("/slug/%7e%2d", "/slug/~-"),
        ("/a%2fb", "/a%2Fb"),
        ("/a%2Fb", "/a%2Fb"),
        ("/a%20b", "/a%20b"),
        ("/caf%c3%a9", "/caf%C3%A9"),
        ("/%21!", "/!!"),
        ("/A", "/A"),
    ] {
        assert_eq!(canonical(path), spelling, "{path}");
        assert_eq!(canonical(spelling), spelling, "{path}");
    }
}

#[test]
fn undeclared_parts_are_not_in_the_key() {
    let plain = key_with(&PLAIN, "/slug/a", &[]);
    assert_eq!(plain, key_with(&PLAIN, "/slug/a?page=1", &["de"]));
    assert_ne!(plain, key_with(&PLAIN, "/slug/b", &[]));
}

#[test]
fn declared_parts_are_sorted_and_in_one_spelling() {
    let one = key_with(&DECLARED, "/a?page=1&sort=up", &["de"]);
    for (uri, languages) in [
        ("/a?sort=up&page=1", &["de"][..]),
        ("/a?x=9&page=%31&sort=up&&y", &[" de "]),
    ] {
        assert_eq!(one, key_with(&DECLARED, uri, languages), "{uri}");
    }
    for (uri, languages) in [
        ("/a?page=2&sort=up", &["de"][..]),
        ("/a?page=1", &["de"]),
        ("/a?page=1&sort=up", &["en"]),
        ("/a?page=1&sort=up", &[]),
        ("/a?page=1&sort=up", &[""]),
        ("/a?page=1&page=&sort=up", &["de"]),
        ("/a?page=1%26sort=up", &["de"]),
        ("/a?page=1&sort=up", &["de", "en"]),
    ] {
        assert_ne!(
            one,
            key_with(&DECLARED, uri, languages),
            "{uri} {languages:?}"
        );
    }
}

#[test]
fn a_part_of_256_bytes_is_storable_and_one_of_257_is_not() {
    for (length, is_storable) in [(256, true), (257, false)] {
        let long = "x".repeat(length);
        let key = key_with(&DECLARED, "/a", &[&long]);
        assert_eq!(key.is_storable(), is_storable);
        let key = key_with(&DECLARED, &format!("/a?page={long}"), &[]);
        assert_eq!(key.is_storable(), is_storable);
    }
}

/// A hasher whose hashes are all equal.
#[derive(Clone, Default)]
struct Collision;

impl Hasher for Collision {
    fn finish(&self) -> u64 {
        7
    }

    fn write(&mut self, _: &[u8]) {}
}

#[test]
fn case_18_keys_of_equal_hashes_are_distinct() {
    let hasher = BuildHasherDefault::<Collision>::default();
    let map = quick_cache::sync::Cache::with(
        1_000,
        100_000,
        quick_cache::UnitWeighter,
        hasher,
        quick_cache::sync::DefaultLifecycle::default(),
    );
    let mut keys: Vec<Key> = (0..100)
        .flat_map(|number| {
            [
                key_with(&PLAIN, &format!("/{number}"), &[]),
                key_with(&DECLARED, &format!("/a?page={number}"), &[]),
                key_with(&DECLARED, "/a", &[&number.to_string()]),
            ]
        })
        .collect();
    keys.push(Key {
        route: 1,
        ..keys[0].clone()
    });
    for (number, key) in keys.iter().enumerate() {
        assert_eq!(map.get(&key.as_ref()), None);
        map.insert(key.clone(), number);
    }
    for (number, key) in keys.iter().enumerate() {
        assert_eq!(map.get(&key.as_ref()), Some(number));
    }
}

#[test]
fn a_key_and_its_reference_have_the_same_hash() {
    let hasher = RandomState::default();
    let key = key_with(&DECLARED, "/a%2F?page=1", &["de"]);
    assert_eq!(hasher.hash_one(&key), hasher.hash_one(key.as_ref()));
}

proptest! {
    /// A hit compares the path as it was sent with canonical ones.
    #[test]
    fn a_canonical_path_is_its_own_spelling(path in "(/[a-zA-Z0-9%!~é. ]{1,6}){1,3}") {
        let spelling = canonical(&path);
        prop_assert_eq!(canonical(&spelling), &*spelling);
    }

    /// Different declared parts never share a key, regardless of their content.
    #[test]
    fn parts_do_not_run_into_each_other(
        one in ("[a&=%]{0,4}", "[a&=%]{0,4}", proptest::option::of("[a,; ]{0,3}")),
        other in ("[a&=%]{0,4}", "[a&=%]{0,4}", proptest::option::of("[a,; ]{0,3}")),
    ) {
        let key = |(page, sort, language): &(String, String, Option<String>)| {
            let uri = format!("/a?page={}&sort={}", form_encoded(page.as_bytes()), form_encoded(sort.as_bytes()));
            key_with(&DECLARED, &uri, &language.as_deref().map_or(vec![], |it| vec![it]))
        };
        let trimmed = |(page, sort, language): &(String, String, Option<String>)| {
            (page.clone(), sort.clone(), language.as_deref().map(|it| it.trim().to_owned()))
        };
        prop_assert_eq!(key(&one) == key(&other), trimmed(&one) == trimmed(&other));
    }
}
