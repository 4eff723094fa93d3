use super::*;
use crate::{
    cache::{
        freshness::Lifetime,
        http::{cdn_header::CdnHeader, stored_response::StoredResponse},
        key::Key,
        policy::Policy,
        store::entry::{EntryTimes, Generation},
        tag::Tag,
        tag_table::Invalidation,
    },
    config::{builder::RouteConfigBuilder, revalidate::RevalidateValue},
};
use axum::http::Response;
use std::time::SystemTime;

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// An entry of time 0 that is fresh for 60 s and may be sent for 90 s; it is due for revalidation after 57 s.
fn entry(tags: &TagTable) -> Slot {
    let config = RouteConfigBuilder::new("").revalidate(RevalidateValue(60).get());
    let policy = Policy::of(&config.cache_tags(&["t"]).build(), "/", "route");
    let policy = policy.unwrap().unwrap();
    let (parts, ()) = Response::new(()).into_parts();
    let response = StoredResponse::new(
        parts,
        b"",
        &policy,
        "/",
        SystemTime::UNIX_EPOCH,
        &CdnHeader::Standard,
        true,
    );
    let lifetime = Lifetime {
        revalidate: Some(seconds(60)),
        expire: Some(seconds(90)),
    };
    let generation = Generation::default();
    let key = Key::of_data("/");
    let due = Some(seconds(57));
    let tags = tags.register(response.tags(), generation.epoch);
    let times = EntryTimes {
        created: Duration::ZERO,
        past: Duration::ZERO,
        lifetime,
        revalidate_at: due,
    };
    Slot::Stored(Entry::new(response, generation, times, &key, tags))
}

fn decision(slot: Option<&Slot>, tags: &TagTable, now: u64, rules: ServeRules) -> String {
    match decide(slot, tags, seconds(now), rules) {
        Action::Serve {
            outcome,
            revalidate,
            ..
        } => format!(
            "{outcome:?}{}",
            if revalidate { " + revalidate" } else { "" }
        ),
        other => format!("{other:?}"),
    }
}

#[test]
fn keys_without_an_entry() {
    let uncacheable = Slot::uncacheable(&Key::of_data("/"), Generation::default(), Duration::ZERO);
    for (slot, now, expected) in [
        (None, 0, "Wait(Absent)"),
        (Some(&uncacheable), 0, "Bypass"),
        (Some(&uncacheable), 119, "Bypass"),
        (Some(&uncacheable), 120, "Wait(Absent)"),
    ] {
        let found = decision(slot, &TagTable::new(0), now, ServeRules::default());
        assert_eq!(found, expected, "{slot:?} at {now} s");
    }
}

#[test]
fn entries_by_age_tags_failures_and_rules() {
    let none = ServeRules::default();
    let of_response = ServeRules {
        is_used_by_response: true,
        ..none
    };
    let stale_if_error = ServeRules {
        stale_if_error: Some(seconds(600)),
        ..none
    };
    let soft = Invalidation::Soft { deadline: None };
    let deadline = Invalidation::Soft {
        deadline: Some(seconds(10)),
    };
    let hard = Invalidation::Hard;
    for (now, invalidation, failed_at, rules, expected) in [
        (0, None, None, none, "Hit"),
        (56, None, None, none, "Hit"),
        (57, None, None, none, "Hit + revalidate"),
        (60, None, None, none, "Stale + revalidate"),
        (89, None, None, none, "Stale + revalidate"),
        (90, None, None, none, "Wait(Stale)"),
        (0, Some(soft), None, none, "Stale + revalidate"),
        (90, Some(soft), None, none, "Wait(Stale)"),
        (9, Some(deadline), None, none, "Stale + revalidate"),
        (10, Some(deadline), None, none, "Wait(Invalidated)"),
        (0, Some(hard), None, none, "Wait(Invalidated)"),
        (90, Some(hard), None, none, "Wait(Invalidated)"),
        // The back-off after this failure is 30 s.
        (61, None, Some(60), none, "StaleIfError"),
        (89, None, Some(53), none, "StaleIfError + revalidate"),
        (91, None, Some(80), none, "Wait(Stale)"),
        // A response is not made of stale data, unless its source is in its back-off.
        (0, None, None, of_response, "Hit"),
        (60, None, None, of_response, "Wait(Stale)"),
        (61, None, Some(60), of_response, "StaleIfError"),
        // Only during the back-off, and only if it was sent for a failure before.
        (91, None, Some(80), stale_if_error, "StaleIfError"),
        (117, None, Some(80), stale_if_error, "Wait(Stale)"),
        (91, Some(hard), Some(80), stale_if_error, "StaleIfError"),
        (91, None, None, stale_if_error, "Wait(Stale)"),
    ] {
        let tags = TagTable::new(0);
        let slot = entry(&tags);
        if let Some(failed_at) = failed_at {
            let entry = slot.entry().unwrap();
            entry.record_failure(seconds(failed_at), 0.5);
            entry.begin_replacing_failure(seconds(failed_at), rules.stale_if_error);
        }
        if let Some(invalidation) = invalidation {
            tags.invalidate([Tag::user("t").unwrap()], invalidation, Duration::ZERO);
        }
        let found = decision(Some(&slot), &tags, now, rules);
        let case = (now, invalidation, failed_at, rules);
        assert_eq!(found, expected, "{case:?}");
    }
}
