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

#[cfg(feature = "compression")]
mod forms {
    use super::*;
    use crate::cache::{
        freshness::Lifetime,
        http::{
            cdn_header::CdnHeader, coding::Coding, representation::Representation,
            stored_response::StoredResponse,
        },
        store::entry::{Entry, EntryTimes},
        tag_table::TagTable,
    };
    use axum::http::{Response, header::CONTENT_TYPE};
    use std::time::SystemTime;

    const BODY: &[u8] = &[b'a'; 10_000];

    fn key() -> Key {
        let policy = Policy::of(&PAGED.build(), "/[slug]", "route").unwrap();
        let (parts, ()) = Request::get("/1").body(()).unwrap().into_parts();
        KeyRef::new(0, &parts, &policy.unwrap()).to_key()
    }

    /// An entry with a body of text.
    fn entry() -> Arc<Slot> {
        let policy = Policy::of(&PAGED.build(), "/[slug]", "route").unwrap();
        let response = Response::builder().header(CONTENT_TYPE, "text/plain");
        let (parts, ()) = response.body(()).unwrap().into_parts();
        let (ended, cdn_header) = (SystemTime::UNIX_EPOCH, CdnHeader::Standard);
        let policy = policy.unwrap();
        let response = StoredResponse::new(parts, BODY, &policy, "/1", ended, &cdn_header, true);
        let times = EntryTimes {
            created: Duration::ZERO,
            past: Duration::ZERO,
            lifetime: Lifetime {
                revalidate: None,
                expire: None,
            },
            revalidate_at: None,
        };
        let tags = TagTable::new(1 << 20).register(response.tags(), 0);
        let entry = Entry::new(response, Generation::default(), times, &key(), tags);
        Arc::new(Slot::Stored(entry))
    }

    fn form(slot: &Slot) -> Representation {
        let response = &slot.entry().unwrap().response;
        response.compressed(Coding::Gzip).unwrap()
    }

    fn made(slot: &Slot) -> bool {
        let forms = &slot.entry().unwrap().response.forms;
        forms.get(Coding::Gzip).unwrap().made().is_some()
    }

    fn store(bytes: usize, has_single_key: bool) -> Memory {
        let variants = VariantTable::new(16, bytes);
        Memory::new(bytes, bytes / 2, &[has_single_key], vec![""], variants)
    }

    #[test]
    fn a_form_counts_until_its_entry_is_replaced() {
        for has_single_key in [false, true] {
            let (store, key, slot) = (store(1 << 20, has_single_key), key(), entry());
            store.put(&key, Arc::clone(&slot), Duration::ZERO);
            let plain = store.bytes();
            let form = form(&slot);
            let weight = form.weight();
            store.add_form(&key, &slot, Coding::Gzip, Some(form));
            assert!(made(&slot), "{has_single_key}");
            assert_eq!(store.bytes(), plain + weight, "{has_single_key}");
            let mark = Slot::uncacheable(&key, Generation::default(), Duration::ZERO);
            let bytes = mark.weight();
            store.put(&key, Arc::new(mark), Duration::ZERO);
            assert_eq!(store.bytes(), bytes, "{has_single_key}");
        }
    }

    #[test]
    fn a_form_of_an_entry_that_was_replaced_is_not_added() {
        for has_single_key in [false, true] {
            let (store, key, old) = (store(1 << 20, has_single_key), key(), entry());
            store.put(&key, entry(), Duration::ZERO);
            let bytes = store.bytes();
            store.add_form(&key, &old, Coding::Gzip, Some(form(&old)));
            assert!(!made(&old) && !store.holds(&key, &old));
            assert_eq!(store.bytes(), bytes, "{has_single_key}");
        }
    }

    #[test]
    fn a_form_without_room_is_not_added() {
        for has_single_key in [false, true] {
            let (key, slot) = (key(), entry());
            let weight = slot.weight();
            // Slots by route have half of the room. The map takes no entry that fills it.
            let (bytes, max_entry) = if has_single_key {
                (2 * (weight + 100), weight / 2)
            } else {
                (weight + weight / 5, weight / 2)
            };
            let variants = VariantTable::new(16, bytes);
            let store = Memory::new(bytes, max_entry, &[has_single_key], vec![""], variants);
            store.put(&key, Arc::clone(&slot), Duration::ZERO);
            assert!(store.holds(&key, &slot), "{has_single_key}");
            store.add_form(&key, &slot, Coding::Gzip, Some(form(&slot)));
            assert!(!made(&slot), "{has_single_key}");
            assert!(store.holds(&key, &slot), "{has_single_key}");
            assert_eq!(store.bytes(), slot.weight(), "{has_single_key}");
        }
    }

    #[test]
    fn a_form_is_added_only_if_the_map_retains_its_entry() {
        let needed = {
            let slot = entry();
            slot.weight() + form(&slot).weight()
        };
        // An entry takes three quarters of the map at most.
        let limit = needed.div_ceil(3) * 4;
        for (bytes, is_made) in [(limit - 8, false), (limit + 8, true)] {
            let (key, slot) = (key(), entry());
            let variants = VariantTable::new(16, bytes);
            let store = Memory::new(bytes, needed / 2, &[false], vec![""], variants);
            store.put(&key, Arc::clone(&slot), Duration::ZERO);
            store.add_form(&key, &slot, Coding::Gzip, Some(form(&slot)));
            assert_eq!(made(&slot), is_made, "{bytes}");
            assert!(store.holds(&key, &slot), "{bytes}");
            assert_eq!(store.bytes(), slot.weight(), "{bytes}");
        }
    }
}
