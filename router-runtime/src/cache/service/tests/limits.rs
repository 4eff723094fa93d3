//! Nothing grows without bounds, and nothing is refused in silence.

use super::{Lab, MINUTE, settle};
use crate::cache::{
    CacheOptions, OptionsError,
    tags::{Mark, Tag, TagTable, Verdict},
};
use axum::response::IntoResponse;
use std::{sync::Arc, time::Duration};

#[test]
fn case_73_the_tag_table_forgets_and_says_so() {
    let table = TagTable::with_capacity(1_000);
    let tag = |number: usize| Tag::user(&format!("t{number}")).unwrap();
    let soft = Mark::Soft { deadline: None };
    for number in 0..10_001 {
        let mark = if number % 2 == 0 { Mark::Hard } else { soft };
        let epoch = table.mark([tag(number)], mark, Duration::ZERO);
        assert!(table.len() <= 1_000);
        // An answer from just before the mark is never valid again.
        let seen = table.verdict(&[tag(number)], epoch - 1, Duration::ZERO);
        assert_ne!(seen, Verdict::Valid);
    }
    for number in 0..10_001 {
        let made_before = number as u64;
        let seen = table.verdict(&[tag(number)], made_before, Duration::ZERO);
        assert_ne!(seen, Verdict::Valid, "mark {number} was forgotten");
    }
    let unmarked = table.verdict(&[Tag::path("/x")], table.epoch(), Duration::ZERO);
    assert_eq!(unmarked, Verdict::Valid);
    let many: Vec<Tag> = (0..5_000).map(tag).collect();
    let epoch = table.mark(many, Mark::Hard, Duration::ZERO);
    assert!(table.len() <= 1_000);
    assert_eq!(
        table.verdict(&[tag(1)], epoch, Duration::ZERO),
        Verdict::Valid
    );
    assert_ne!(
        table.verdict(&[tag(1)], epoch - 1, Duration::ZERO),
        Verdict::Valid
    );
}

#[test]
fn case_73_a_full_table_trims_itself() {
    let table = TagTable::default();
    let tag = |number: usize| Tag::user(&format!("t{number}")).unwrap();
    for number in 0..100_001 {
        table.mark([tag(number)], Mark::Hard, Duration::ZERO);
    }
    assert!((90_000..=100_000).contains(&table.len()), "{}", table.len());
    for number in [0, 1, 5_000, 50_000, 99_999, 100_000] {
        // Mark number 0 is epoch 1: an answer made before it belongs to epoch 0.
        let seen = table.verdict(&[tag(number)], number as u64, Duration::ZERO);
        assert_ne!(seen, Verdict::Valid, "mark {number} was forgotten");
    }
    let forgotten = table.verdict(&[tag(0)], 0, Duration::ZERO);
    assert_eq!(forgotten, Verdict::Soft, "by the floor");
    let after = table.verdict(&[tag(0)], table.epoch(), Duration::ZERO);
    assert_eq!(after, Verdict::Valid);
}

#[tokio::test]
async fn case_87_the_weight_stays_below_the_cap_after_each_answer() {
    const CAP: usize = 1 << 20;
    let lab = Lab::with(&MINUTE, |options| options.max_bytes(CAP).max_entry(CAP / 4));
    lab.plan(|run| async move { vec![b'x'; run * 7_919 % (CAP / 4)].into_response() });
    let mut asked = 0;
    let mut bytes = 0;
    while bytes < 2 * CAP {
        asked += 1;
        let got = lab.get_at(&format!("/{asked}")).await;
        bytes += got.line.len();
        assert!(
            lab.engine.store.bytes() <= CAP,
            "{}",
            lab.engine.store.bytes()
        );
    }
    assert!(lab.engine.store.bytes() > CAP / 2, "and the room is used");
}

#[tokio::test]
async fn case_88_empty_answers_are_bounded_by_count() {
    const CAP: usize = 1 << 20;
    let lab = Lab::with(&MINUTE, |options| options.max_bytes(CAP).max_entry(CAP / 8));
    lab.plan(|_| async { axum::http::StatusCode::NOT_FOUND.into_response() });
    for slug in 0..20_000 {
        lab.get_at(&format!("/{slug}")).await;
    }
    assert!(lab.engine.store.bytes() <= CAP);
    assert!(lab.engine.store.count() <= CAP / 256);
    assert!(lab.engine.store.count() > 100);
}

#[tokio::test]
async fn an_evicted_variant_gives_its_place_to_another() {
    const CAP: usize = 1 << 20;
    let config = MINUTE.cache_query(&["page"]);
    let lab = Lab::with(&config, |options| {
        options.max_bytes(CAP).max_entry(CAP / 16)
    });
    let scan = async |slugs: std::ops::Range<usize>| {
        for slug in slugs {
            lab.get_at(&format!("/{slug}")).await;
        }
    };
    // What is kept while there is room is not the first to go.
    scan(0..4_000).await;
    for page in 0..16 {
        lab.get_at(&format!("/a?page={page}")).await;
    }
    scan(4_000..10_000).await;
    lab.get_at("/a?page=16").await;
    let kept = lab.get_at("/a?page=16").await.line;
    assert!(kept.contains("HIT"), "{kept}");
}

#[tokio::test]
async fn a_purged_variant_gives_its_place_to_another() {
    let config = MINUTE.cache_query(&["page"]).cache_tags(&["t"]);
    let lab = Lab::new(&config);
    for page in 0..16 {
        lab.get_at(&format!("/a?page={page}")).await;
    }
    lab.engine.purge(&Tag::user("t").unwrap());
    lab.get_at("/a?page=16").await;
    let kept = lab.get_at("/a?page=16").await.line;
    assert!(kept.contains("HIT"), "{kept}");
}

#[tokio::test]
async fn a_variant_that_was_not_kept_gives_its_place_to_another() {
    let config = MINUTE.cache_query(&["page"]).cache_tags(&["t"]);
    let lab = Lab::new(&config);
    let tag = Tag::user("t").unwrap();
    // Invalidated while it is made.
    let engine = Arc::downgrade(&lab.engine);
    lab.plan(move |_| {
        let engine = engine.upgrade().unwrap();
        engine.mark([tag.clone()], Mark::Hard);
        async { "old".into_response() }
    });
    for page in 0..16 {
        lab.get_at(&format!("/a?page={page}")).await;
    }
    lab.reply(200);
    lab.get_at("/a?page=16").await;
    let kept = lab.get_at("/a?page=16").await.line;
    assert!(kept.contains("HIT"), "{kept}");
}

#[tokio::test]
async fn a_variant_that_found_no_flight_gives_its_place_to_another() {
    let config = MINUTE.cache_query(&["page"]);
    let lab = Lab::with(&config, |options| options.max_flights(1));
    let gate = lab.gate();
    let other = lab.start("/other");
    settle().await;
    lab.reply(200);
    for page in 0..16 {
        let alone = lab.get_at(&format!("/a?page={page}")).await.line;
        assert!(alone.contains("BYPASS"), "{alone}");
    }
    gate.add_permits(1);
    other.await.unwrap();
    lab.get_at("/a?page=16").await;
    let kept = lab.get_at("/a?page=16").await.line;
    assert!(kept.contains("HIT"), "{kept}");
}

#[test]
fn case_90_limits_that_would_refuse_answers_are_an_error_at_start() {
    let error = CacheOptions::new()
        .max_bytes(1 << 20)
        .max_entry(1 << 20)
        .check();
    let Err(OptionsError::EntryTooLarge { .. }) = error else {
        panic!("{error:?}");
    };
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("raise max_bytes to 2097152")
    );
    assert_eq!(
        CacheOptions::new().queue(0).check(),
        Err(OptionsError::Zero("queue"))
    );
    assert_eq!(
        CacheOptions::new().regen_timeout(Duration::ZERO).check(),
        Err(OptionsError::Zero("regen_timeout"))
    );
    assert_eq!(
        CacheOptions::new().lock_wait(Duration::ZERO).check(),
        Err(OptionsError::Zero("lock_wait"))
    );
    assert_eq!(CacheOptions::new().check(), Ok(()));
    assert_eq!(
        CacheOptions::new()
            .max_bytes(2 << 20)
            .max_entry(1 << 20)
            .check(),
        Ok(())
    );
}

#[tokio::test]
async fn case_90_the_largest_answer_that_is_allowed_is_kept() {
    for (cap, entry) in [(1 << 20, 1 << 18), (1 << 20, 1 << 19), (3 << 20, 1 << 20)] {
        let lab = Lab::with(&MINUTE, |options| options.max_bytes(cap).max_entry(entry));
        lab.plan(move |_| async move { vec![b'x'; entry].into_response() });
        for path in ["/a", "/b", "/c"] {
            lab.get_at(path).await;
            let again = lab.get_at(path).await.line;
            assert!(again.starts_with("200 HIT"), "{cap} {entry}");
        }
    }
}

#[tokio::test]
async fn case_91_a_scan_leaves_the_hot_keys() {
    const CAP: usize = 1 << 20;
    let lab = Lab::with(&MINUTE, |options| {
        options.max_bytes(CAP).max_entry(CAP / 16)
    });
    let hot: Vec<String> = (0..200).map(|slug| format!("/hot{slug}")).collect();
    for _ in 0..3 {
        for path in &hot {
            lab.get_at(path).await;
        }
    }
    let mut hits = 0;
    let mut asked = 0;
    for slug in 0..40_000 {
        lab.get_at(&format!("/{slug}")).await;
        if slug % 4 == 0 {
            asked += 1;
            let got = lab.get_at(&hot[slug / 4 % hot.len()]).await;
            hits += usize::from(got.line.contains("HIT"));
        }
    }
    assert!(hits * 100 >= asked * 95, "{hits} of {asked}");
}

#[tokio::test]
async fn case_111_refreshes_of_a_crowd_are_spread() {
    let lab = Lab::with(&MINUTE, |options| options.background(4).queue(64));
    for slug in 0..10_000 {
        lab.get_at(&format!("/{slug}")).await;
    }
    let ages: Vec<f64> = (0..10_000)
        .filter_map(|_| {
            lab.engine
                .refresh_at(Some(Duration::from_secs(60)), lab.clock.now())
        })
        .map(|age| age.as_secs_f64())
        .collect();
    let least = ages.iter().copied().fold(f64::MAX, f64::min);
    let most = ages.iter().copied().fold(0.0, f64::max);
    assert!(least < 57.1 && most > 62.9, "{least} {most}");
    lab.gate();
    lab.advance(64.0);
    let runs = lab.runs();
    for slug in 0..10_000 {
        let line = lab.get_at(&format!("/{slug}")).await.line;
        assert!(line.contains("STALE") || line.contains("MISS"), "{line}");
    }
    settle().await;
    assert!(lab.runs() - runs <= 4 + 64);
    assert!(lab.engine.flights.len() <= 4 + 64);
}

#[tokio::test]
async fn case_111_who_waits_does_not_wait_for_the_queue() {
    let config = MINUTE.cache_expire(60);
    let lab = Lab::with(&config.cache_tags(&["t"]), |options| {
        options.background(1).queue(8)
    });
    lab.get_at("/a").await;
    lab.get_at("/b").await;
    let soft = Mark::Soft { deadline: None };
    lab.engine.mark([Tag::user("t").unwrap()], soft);
    let gate = lab.gate();
    assert_eq!(lab.get_at("/a").await.line, "200 STALE body 1");
    settle().await;
    for _ in 0..3 {
        assert_eq!(lab.get_at("/b").await.line, "200 STALE body 2");
    }
    settle().await;
    assert_eq!(lab.runs(), 3, "one runs, one waits for its turn");
    lab.engine.mark([Tag::path("/b")], Mark::Hard);
    let urgent = lab.start("/b");
    settle().await;
    assert_eq!(lab.runs(), 4);
    gate.add_permits(9);
    assert!(urgent.await.unwrap().line.starts_with("200 EXPIRED"));
    settle().await;
    assert_eq!(lab.runs(), 4, "the turn that came found nothing left to do");
}
