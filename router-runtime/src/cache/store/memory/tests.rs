use super::*;
use crate::{
    cache::{Policy, store::entry::Generation},
    config::{builder::RouteConfigBuilder, revalidate::RevalidateValue},
};
use axum::http::Request;
use std::{sync::Barrier, thread};

const PAGED: RouteConfigBuilder = RouteConfigBuilder::new("")
    .revalidate(RevalidateValue(60).get())
    .cache_query(&["page"]);

#[test]
fn the_table_of_variants_agrees_with_the_store_after_concurrent_changes() {
    const THREADS: usize = 4;
    let policy = Policy::of(&PAGED.build(), "/[slug]", "route").unwrap();
    let policy = policy.unwrap();
    let keys: Vec<Key> = (0..16)
        .map(|page| {
            let request = Request::get(format!("/{}?page={page}", page % 2));
            let (parts, ()) = request.body(()).unwrap().into_parts();
            KeyRef::new(0, &parts, &policy).to_key()
        })
        .collect();
    let weight = Slot::uncacheable(&keys[0], Generation::default(), Duration::ZERO).weight();
    // Room for eight of sixteen in the map, and for five of each path in the table.
    let variants = VariantTable::new(16, 5 * weight);
    let store = Memory::new(8 * weight, 8 * weight, &[false], vec![""], variants);
    for round in 0..1_000 {
        let start = Barrier::new(THREADS);
        let put_all = |step: usize| {
            start.wait();
            for index in 0..keys.len() {
                let key = &keys[(index * step + round) % keys.len()];
                let slot = Slot::uncacheable(key, Generation::default(), Duration::ZERO);
                store.put(key, Arc::new(slot), Duration::ZERO);
            }
        };
        thread::scope(|scope| {
            for thread in 0..THREADS {
                // Odd, so that each thread puts every key, in an order of its own.
                let put_all = &put_all;
                scope.spawn(move || put_all(2 * thread + 1));
            }
        });
        let [in_map, in_table] = store.variants();
        assert_eq!(in_map, in_table, "round {round}");
    }
}
