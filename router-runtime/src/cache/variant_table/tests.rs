use super::{uses::UseCounter, *};
use crate::{
    cache::{key::KeyRef, policy::Policy},
    config::{builder::RouteConfigBuilder, revalidate::RevalidateValue},
};
use axum::http::Request;

const PLAIN: RouteConfigBuilder = RouteConfigBuilder::new("").revalidate(RevalidateValue(60).get());

fn key_of(config: &RouteConfigBuilder, uri: &str, language: &str) -> Key {
    let policy = Policy::of(&config.build(), "/[slug]", "route").unwrap();
    let request = Request::get(uri).header("accept-language", language);
    let (parts, ()) = request.body(()).unwrap().into_parts();
    KeyRef::new(0, &parts, &policy.unwrap()).to_key()
}

fn key(language: usize, page: usize) -> Key {
    let config = PLAIN
        .cache_query(&["page"])
        .cache_vary(&["accept-language"]);
    key_of(
        &config,
        &format!("/a?page={page}"),
        &format!("x-{language}"),
    )
}

fn page(page: usize) -> Key {
    key(0, page)
}

/// Notes that a variant was stored, and returns the keys that make room for it.
fn store(table: &VariantTable, key: &Key, size: usize) -> Vec<Key> {
    let (uses, mut removed) = table.note(key, || Some(size));
    assert_eq!(uses.is_some(), key.variant().is_some());
    removed.sort_by_key(|key| key.variant().unwrap().query.clone());
    removed
}

fn remove(table: &VariantTable, key: &Key) {
    let (uses, removed) = table.note(key, || None);
    assert!(uses.is_none() && removed.is_empty());
}

fn use_it(table: &VariantTable, key: &Key, size: usize, times: usize) {
    let (uses, _) = table.note(key, || Some(size));
    let uses = uses.unwrap();
    (0..times).for_each(|_| uses.count());
}

#[test]
fn case_15_the_least_used_variant_makes_room() {
    let table = VariantTable::new(16, 1_000);
    // Variants by query are not counted.
    for (language, page) in (0..16).flat_map(|language| [(language, 0), (language, 1)]) {
        assert_eq!(store(&table, &key(language, page), 10), []);
    }
    for language in (0..16).filter(|language| *language != 5) {
        use_it(&table, &key(language, 1), 10, 1);
    }
    assert_eq!(store(&table, &key(16, 0), 10), [key(5, 0), key(5, 1)]);
    assert_eq!(store(&table, &key(16, 1), 10), []);
    assert_eq!(table.content().len(), 32);
    // Another path, and a route without declared parts.
    let config = PLAIN.cache_vary(&["accept-language"]);
    assert_eq!(store(&table, &key_of(&config, "/b", "x-17"), 10), []);
    for index in 0..100 {
        let plain = key_of(&PLAIN, &format!("/{index}"), "x");
        assert_eq!(store(&table, &plain, 10), []);
    }
    assert_eq!(table.content().len(), 33);
}

#[test]
fn the_uses_of_a_group_are_those_of_all_its_variants() {
    let table = VariantTable::new(2, 1_000_000);
    for page in 0..5_000 {
        assert_eq!(store(&table, &key(0, page), 10), []);
    }
    assert_eq!(store(&table, &key(1, 0), 10), []);
    use_it(&table, &key(1, 0), 10, 100);
    // Each page once.
    for page in 0..5_000 {
        use_it(&table, &key(0, page), 10, 1);
    }
    assert_eq!(store(&table, &key(2, 0), 10), [key(1, 0)]);
}

#[test]
fn groups_without_uses_replace_each_other() {
    let table = VariantTable::new(2, 1_000_000);
    for language in 0..2 {
        assert_eq!(store(&table, &key(language, 0), 10), []);
        use_it(&table, &key(language, 0), 10, 1_000_000);
    }
    // More than it takes to halve a million to nothing.
    let mut newest = 1;
    for language in 2..100 {
        let removed = store(&table, &key(language, 0), 10);
        assert_eq!(removed, [key(newest, 0)]);
        newest = language;
    }
}

#[test]
fn the_variants_of_a_path_have_a_maximum_size() {
    let table = VariantTable::new(16, 1_000);
    for number in 0..10 {
        assert_eq!(store(&table, &page(number), 100), []);
    }
    // Replaced, with another size.
    assert_eq!(store(&table, &page(9), 90), []);
    assert_eq!(store(&table, &page(9), 100), []);
    // The oldest that is not in use.
    use_it(&table, &page(0), 100, 1);
    use_it(&table, &page(1), 100, 1);
    assert_eq!(store(&table, &page(10), 100), [page(2)]);
    assert_eq!(store(&table, &page(11), 150), [page(3), page(4)]);
    // The newest remains, however large it is.
    assert_eq!(store(&table, &page(12), 5_000).len(), 9);
    assert_eq!(table.content().len(), 1);
    assert_eq!(store(&table, &page(12), 6_000), []);
    assert_eq!(store(&table, &page(13), 10), [page(12)]);
}

#[test]
fn a_variant_that_is_stored_again_is_the_newest() {
    let table = VariantTable::new(16, 300);
    for number in 0..3 {
        assert_eq!(store(&table, &page(number), 100), []);
    }
    remove(&table, &page(0));
    assert_eq!(store(&table, &page(0), 100), []);
    assert_eq!(store(&table, &page(1), 100), []);
    assert_eq!(store(&table, &page(3), 100), [page(2)]);
    assert_eq!(store(&table, &page(4), 100), [page(0)]);
}

#[test]
fn a_variant_in_use_stays_until_its_uses_are_halved_to_none() {
    let table = VariantTable::new(16, 1_000);
    assert_eq!(store(&table, &page(0), 500), []);
    use_it(&table, &page(0), 500, 1_000_000);
    for number in 1..6 {
        assert_eq!(store(&table, &page(number), 100), []);
    }
    // Each time that it is the oldest its uses are halved: 15, 7, 3, 1, none.
    for number in 6..30 {
        assert_eq!(store(&table, &page(number), 100), [page(number - 5)]);
    }
    assert_eq!(store(&table, &page(30), 100), [page(0)]);
}

#[test]
fn removed_variants_leave_nothing() {
    let table = VariantTable::new(16, 1_000);
    for _ in 0..1_000 {
        for number in 0..3 {
            assert_eq!(store(&table, &key(number, number), 10), []);
        }
        (0..3).for_each(|number| remove(&table, &key(number, number)));
    }
    assert_eq!(table.lock().len(), 0);
}

#[test]
fn a_counter_does_not_wrap() {
    let counter = UseCounter::default();
    (0..20).for_each(|_| counter.count(10));
    assert_eq!(
        [counter.halve(), counter.halve(), counter.halve()],
        [10, 5, 2]
    );
}
