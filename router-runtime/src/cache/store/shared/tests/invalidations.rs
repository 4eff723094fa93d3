//! Invalidations, epochs and the log.

use super::{
    DAY, HANG, Instance, Redis, count, for_each, key,
    redis_server::{Fault, RedisServer},
    tag, two_with_proxy, until,
};
use crate::cache::{
    Tag,
    store::second_tier::{Effect, Put, RecordValidity, SecondTier, TierInvalidation},
};
use std::{sync::Arc, time::Duration};
use tokio::time::sleep;

async fn two(server: &RedisServer) -> (Instance, Instance) {
    (
        Instance::start(&server.url()).await,
        Instance::start(&server.url()).await,
    )
}

#[tokio::test]
async fn case_93_an_invalidation_reaches_every_instance() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let (one, other) = two(&server).await;
    let tags = [Tag::path("/a"), tag("t")];
    for (invalidated, effect, event) in [
        (&tags[..1], Effect::Hard, "Hard /a"),
        (&tags[1..], Effect::Hard, "Hard t"),
        (&tags[1..], Effect::Purge, "Purge t"),
        (&tags[..], Effect::Hard, "Hard /a t"),
    ] {
        other.store(&key("/a"), "old", &tags).await;
        assert_eq!(one.text(&key("/a")).await.as_deref(), Some("old"));
        one.invalidate(invalidated, effect).await;
        // The instance itself has applied it again when the call returns.
        assert_eq!(one.events(), [event]);
        assert_eq!(other.text(&key("/a")).await, None, "{event}");
        other.expect_events(&[event]).await;
        // A new record is valid at once.
        one.store(&key("/a"), "new", &tags).await;
        assert_eq!(other.text(&key("/a")).await.as_deref(), Some("new"));
    }
}

#[tokio::test]
async fn the_longest_deadline_of_a_soft_invalidation_is_stored() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let instance = Instance::start(&server.url()).await;
    let tags = [Tag::path("/a"), tag("t")];
    for time in [Duration::from_millis(u64::MAX - 1), Duration::MAX] {
        for invalidated in [&tags[..1], &tags[1..]] {
            instance.store(&key("/a"), "old", &tags).await;
            let within = Effect::SoftWithin(time);
            instance.invalidate(invalidated, within).await;
            let validity = instance.found(&key("/a")).await.unwrap().validity;
            let RecordValidity::Stale { hard_in: Some(_) } = validity else {
                panic!("{validity:?}");
            };
        }
    }
}

#[tokio::test]
async fn soft_invalidations_leave_stale_records() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let (one, other) = two(&server).await;
    let tags = [Tag::path("/a"), tag("t")];
    for invalidated in [&tags[..1], &tags[1..]] {
        one.store(&key("/a"), "old", &tags).await;
        one.invalidate(invalidated, Effect::Soft).await;
        let stale = RecordValidity::Stale { hard_in: None };
        assert_eq!(other.found(&key("/a")).await.unwrap().validity, stale);
        one.store(&key("/a"), "new", &tags).await;
        let within = Effect::SoftWithin(Duration::from_millis(300));
        one.invalidate(invalidated, within).await;
        let RecordValidity::Stale {
            hard_in: Some(rest),
        } = other.found(&key("/a")).await.unwrap().validity
        else {
            panic!("the record is not stale");
        };
        assert!(rest <= Duration::from_millis(300), "{rest:?}");
        // The earlier deadline holds for both.
        one.invalidate(invalidated, Effect::Soft).await;
        sleep(Duration::from_millis(310)).await;
        assert_eq!(other.text(&key("/a")).await, None);
        one.invalidate(invalidated, Effect::Soft).await;
        assert_eq!(other.text(&key("/a")).await, None);
    }
    let events = other.events();
    // The log has the deadline, of which a part has passed; on a busy machine, all of it.
    let is_expected = events[1].starts_with("SoftWithin(") || events[1].starts_with("Hard ");
    assert!(is_expected, "{events:?}");
}

#[tokio::test]
async fn a_generation_that_started_before_an_invalidation_stores_nothing_valid() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let (one, other) = two(&server).await;
    let tags = [Tag::path("/a"), tag("t")];
    let (epoch, token) = (one.tier.epoch(), one.lease(&key("/a")).await);
    other.invalidate(&tags[1..], Effect::Hard).await;
    one.put_of(epoch, &key("/a"), "old", &tags, token).await;
    assert_eq!(other.text(&key("/a")).await, None);
    let (epoch, token) = (one.tier.epoch(), one.lease(&key("/a")).await);
    other.invalidate(&tags[1..], Effect::Soft).await;
    one.put_of(epoch, &key("/a"), "old", &tags, token).await;
    let stale = RecordValidity::Stale { hard_in: None };
    assert_eq!(other.found(&key("/a")).await.unwrap().validity, stale);
    // A path takes away the lease.
    let (epoch, token) = (one.tier.epoch(), one.lease(&key("/a")).await);
    other.invalidate(&tags[..1], Effect::Hard).await;
    let put = one.put_of(epoch, &key("/a"), "old", &tags, token).await;
    assert_eq!(put, Put::Fenced);
    assert_eq!(other.text(&key("/a")).await, None);
}

#[tokio::test]
async fn case_93_a_confirmation_waits_for_what_others_invalidated() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let (one, other) = two(&server).await;
    let tags = [Tag::path("/a"), tag("t")];
    for round in 0..200 {
        one.invalidate(&tags[round % 2..=round % 2], Effect::Hard)
            .await;
        other.tier.confirm().await.unwrap();
        assert_eq!(other.events().len(), 1, "{round}");
    }
}

#[tokio::test]
async fn case_97_a_reader_continues_where_it_was() {
    let Some((_server, proxy, one, other)) = two_with_proxy().await else {
        return;
    };
    proxy.set(Fault::Refuse);
    // More than one response of the log contains.
    let names = 0..1_205;
    for name in names.clone() {
        one.invalidate(&[tag(&name.to_string())], Effect::Hard)
            .await;
    }
    until("it is not confirmed", || !other.is_confirmed()).await;
    assert_eq!(other.events(), [""; 0]);
    proxy.set(Fault::None);
    until("it is confirmed", || other.is_confirmed()).await;
    // All of them are applied by then.
    let expected: Vec<String> = names.map(|name| format!("Hard {name}")).collect();
    assert_eq!(other.events(), expected);
}

#[tokio::test]
async fn case_98_a_reader_that_missed_too_much_starts_over() {
    let Some((server, proxy, one, other)) = two_with_proxy().await else {
        return;
    };
    other.store(&key("/a"), "old", &[tag("0")]).await;
    proxy.set(Fault::Refuse);
    for name in 0..10_500 {
        one.invalidate(&[tag(&name.to_string())], Effect::Hard)
            .await;
    }
    proxy.set(Fault::None);
    other.wait().await;
    assert_eq!(other.events()[0], "all invalid");
    assert_eq!(other.text(&key("/a")).await, None);
    assert_eq!(other.tier.epoch(), one.tier.epoch());
    let entries: usize = server.cli(&["xlen", "{shop:tags}:log"]).parse().unwrap();
    assert!(entries < 10_300, "{entries}");
}

#[tokio::test]
async fn case_73_what_the_shared_table_has_forgotten_applies_to_every_record() {
    let stale = RecordValidity::Stale { hard_in: None };
    for (effect, expected) in [
        (Effect::Soft, Some(stale)),
        (Effect::Hard, None),
        (Effect::Purge, None),
        // Its deadline is forgotten, too.
        (Effect::SoftWithin(DAY), None),
    ] {
        let Some(server) = RedisServer::start() else {
            return;
        };
        let options = Redis::new(server.url());
        let instance = Instance::start_changed(options, DAY, |state| {
            state.budget = HANG;
            state.max_tags = 2;
        });
        instance.wait().await;
        let validity = async |path| Some(instance.found(&key(path)).await?.validity);
        instance.store(&key("/old"), "text", &[tag("none")]).await;
        instance.invalidate(&[tag("forgotten")], effect).await;
        instance.store(&key("/new"), "text", &[tag("none")]).await;
        for name in ["first", "second"] {
            assert_eq!(validity("/old").await, Some(RecordValidity::Valid));
            instance.invalidate(&[tag(name)], Effect::Hard).await;
        }
        // The nonce and two tags.
        assert_eq!(server.cli(&["hlen", "{shop:tags}:v"]), "3");
        assert_eq!(validity("/old").await, expected, "{effect:?}");
        assert_eq!(validity("/new").await, Some(RecordValidity::Valid));
    }
}

#[tokio::test]
async fn the_table_of_tags_has_a_maximum_size_after_a_call_with_many() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let instance = Instance::start_changed(Redis::new(server.url()), DAY, |state| {
        state.budget = HANG;
        state.max_tags = 2;
    });
    instance.wait().await;
    for call in 0..3 {
        let tags: Vec<Tag> = (0..400).map(|it| tag(&format!("{call}-{it}"))).collect();
        instance.invalidate(&tags, Effect::Hard).await;
        // The nonce and two tags.
        assert_eq!(server.cli(&["hlen", "{shop:tags}:v"]), "3");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn case_108_an_invalidation_does_not_depend_on_the_number_of_entries() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let instance = Arc::new(Instance::start(&server.url()).await);
    let entries = count("REDIS_ENTRIES", 2_000);
    let one = Arc::clone(&instance);
    for_each(0..entries, move |path| {
        let one = Arc::clone(&one);
        async move {
            let path = key(&format!("/{path}"));
            one.store(&path, "text", &[tag("t")]).await;
        }
    })
    .await;
    // Also those that scripts call.
    let commands = || {
        let stats = server.cli(&["info", "commandstats"]);
        let calls = stats.lines().filter_map(|line| {
            let (name, rest) = line.strip_prefix("cmdstat_")?.split_once(":calls=")?;
            let reads_all = [
                "scan", "keys", "hscan", "sscan", "zscan", "hgetall", "hkeys",
            ];
            assert!(!reads_all.contains(&name), "{name}");
            rest.split_once(',')?.0.parse::<u64>().ok()
        });
        calls.sum::<u64>()
    };
    assert_eq!(instance.text(&key("/7")).await.as_deref(), Some("text"));
    for (name, expired) in [("path", [Tag::path("/7")]), ("tag", [tag("t")])] {
        let before = commands();
        for effect in [Effect::Soft, Effect::Hard].repeat(5) {
            instance.invalidate(&expired, effect).await;
        }
        // With those of the log and of its state, which are sent four times a second.
        let more = commands() - before;
        println!("{entries} entries, {more} commands for 10 invalidations of a {name}");
        assert!(more < 10 * 25, "{more}");
        assert_eq!(instance.text(&key("/7")).await, None);
        let others = instance.text(&key("/8")).await;
        assert_eq!(others.is_some(), name == "path");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn writes_to_paths_without_requests_take_no_memory() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let instance = Arc::new(Instance::start(&server.url()).await);
    let writes = async |numbers| {
        let instance = Arc::clone(&instance);
        for_each(numbers, move |path| {
            let instance = Arc::clone(&instance);
            async move {
                for effect in [Effect::Hard, Effect::Soft] {
                    let path = [Tag::path(&format!("/{path}"))];
                    instance.invalidate(&path, effect).await;
                }
            }
        })
        .await;
        let memory = server.cli(&["info", "memory"]);
        let mut lines = memory.lines();
        let used = lines.find_map(|line| line.strip_prefix("used_memory:"));
        used.unwrap().trim().parse::<usize>().unwrap()
    };
    let paths = count("REDIS_WRITES", 4_000) / 2;
    let before = writes(0..paths / 4).await;
    let after = writes(paths / 4..paths).await;
    println!("{paths} paths: {before} bytes, then {after}");
    // In a test of full size, three bytes for each would be more. The log has its length by then.
    assert!(after < before + (1 << 20), "{before} {after}");
    // The versions with their nonce, the state, and the log.
    assert_eq!(server.cli(&["dbsize"]), "3");
    assert_eq!(server.cli(&["hlen", "{shop:tags}:v"]), "1");
}

#[tokio::test]
async fn case_102_queued_invalidations_are_replayed_in_order() {
    let Some((_server, proxy, other, one)) = two_with_proxy().await else {
        return;
    };
    one.store(&key("/a"), "old", &[tag("7")]).await;
    proxy.set(Fault::Refuse);
    let mut expected = [const { String::new() }; 3];
    for name in 0..200 {
        let (part, effect) = match name {
            ..100 => (0, Effect::Hard),
            100 => (1, Effect::Soft),
            _ => (2, Effect::Hard),
        };
        let tags = vec![tag(&name.to_string())];
        let invalidation = TierInvalidation { tags, effect };
        assert!(one.tier.invalidate(&invalidation).await.is_err());
        expected[part].extend([" ", &name.to_string()]);
    }
    let [first, second, third] = expected;
    let expected = [
        format!("Hard{first}"),
        format!("Soft{second}"),
        format!("Hard{third}"),
    ];
    assert!(one.tier.get(&key("/a")).await.is_err());
    proxy.set(Fault::None);
    one.wait().await;
    assert_eq!(one.text(&key("/a")).await, None);
    other
        .expect_events(&expected.each_ref().map(|it| &**it))
        .await;
}
