//! Invalidations, epochs and the log.

use super::{
    Instance, key,
    redis_server::{Fault, RedisServer},
    tag, two_with_proxy, until,
};
use crate::cache::{
    Tag,
    store::second_tier::{Effect, Put, RecordValidity, SecondTier, TierInvalidation},
};
use std::time::Duration;
use tokio::time::{Instant, sleep};

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
        let start = Instant::now();
        other.expect_events(&[event]).await;
        assert!(start.elapsed() < Duration::from_secs(1), "{event}");
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
    // The log has the deadline, of which a part has passed.
    let rest = events[1].strip_prefix("SoftWithin(");
    let rest = rest.and_then(|it| it.split_once("ms)")?.0.parse::<f64>().ok());
    assert!(
        rest.is_some_and(|it| (1.0..=300.0).contains(&it)),
        "{events:?}"
    );
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
async fn case_108_an_invalidation_does_not_depend_on_the_number_of_entries() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let instance = Instance::start(&server.url()).await;
    for path in 0..2_000 {
        instance
            .store(&key(&format!("/{path}")), "text", &[tag("t")])
            .await;
    }
    let commands = || {
        let stats = server.cli(&["info", "commandstats"]);
        let calls = stats.lines().filter_map(|line| {
            let (name, rest) = line.strip_prefix("cmdstat_")?.split_once(":calls=")?;
            assert!(!matches!(name, "scan" | "keys" | "hscan"), "{name}");
            rest.split_once(',')?.0.parse::<u64>().ok()
        });
        calls.sum::<u64>()
    };
    let before = commands();
    let start = Instant::now();
    for _ in 0..10 {
        instance.invalidate(&[tag("t")], Effect::Hard).await;
    }
    let elapsed = start.elapsed();
    // With those of the log and of its state.
    assert!(commands() - before < 10 * 25, "{}", commands() - before);
    assert!(elapsed < Duration::from_millis(500), "{elapsed:?}");
    assert_eq!(instance.text(&key("/7")).await, None);
}

#[tokio::test]
async fn writes_to_paths_without_requests_take_no_memory() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let instance = Instance::start(&server.url()).await;
    for path in 0..2_000 {
        for effect in [Effect::Hard, Effect::Soft] {
            instance
                .invalidate(&[Tag::path(&format!("/{path}"))], effect)
                .await;
        }
    }
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
    let start = Instant::now();
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
    assert!(
        start.elapsed() < Duration::from_secs(1),
        "{:?}",
        start.elapsed()
    );
    assert!(one.tier.get(&key("/a")).await.is_err());
    proxy.set(Fault::None);
    one.wait().await;
    assert_eq!(one.text(&key("/a")).await, None);
    other
        .expect_events(&expected.each_ref().map(|it| &**it))
        .await;
}
