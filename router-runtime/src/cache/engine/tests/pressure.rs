//! More flights and waiters than there are places for, clients that leave, and handlers that hang.

use super::{MINUTE, TestCache, settle};
use crate::cache::{tag::Tag, tag_table::Invalidation};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// Makes further runs hang, and counts those that are neither complete nor stopped.
fn hang(cache: &TestCache) -> Arc<AtomicUsize> {
    struct Alive(Arc<AtomicUsize>);
    impl Drop for Alive {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::SeqCst);
        }
    }
    let alive = Arc::new(AtomicUsize::new(0));
    let inside = Arc::clone(&alive);
    cache.set_handler(move |_| {
        inside.fetch_add(1, Ordering::SeqCst);
        let alive = Alive(Arc::clone(&inside));
        async move {
            let _alive = alive;
            std::future::pending().await
        }
    });
    alive
}

#[tokio::test(start_paused = true)]
async fn case_59_beyond_its_share_a_route_runs_alone_and_another_is_stored() {
    let cache = TestCache::with(&MINUTE, |options| options.max_flights(4));
    let other = cache.other_route();
    let gate = cache.gate();
    let paths = ["/a", "/b", "/c", "/c"];
    let requests = paths.map(|path| cache.start(path));
    let others = ["/x", "/x", "/y"].map(|path| other.start(path));
    settle().await;
    gate.add_permits(9);
    let mut ends = Vec::new();
    for request in requests.into_iter().chain(others) {
        let line = request.await.unwrap().line;
        ends.push(line[..line.find(" body").unwrap()].to_owned());
    }
    let (stored, alone) = ("200 MISS", "200 BYPASS");
    assert_eq!(
        ends,
        [stored, stored, alone, alone, stored, "200 MISS+", alone]
    );
    assert_eq!(cache.engine.store.count(), 3);
    assert_eq!(cache.engine.flights.places(), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn case_59_slow_keys_of_one_route_leave_room_for_another() {
    let cache = TestCache::new(&MINUTE);
    let alive = hang(&cache);
    let slow: Vec<_> = (0..12_000)
        .map(|slug| cache.start(format!("/{slug}")))
        .collect();
    settle().await;
    assert_eq!(cache.engine.flights.len(), 5_000);
    assert_eq!(alive.load(Ordering::SeqCst), 12_000);
    cache.respond_with(200);
    let other = cache.other_route();
    for slug in 0..100 {
        let path = format!("/other/{slug}");
        let line = other.get_at(&path).await.line;
        assert!(line.starts_with("200 MISS "), "{line}");
        let again = other.get_at(&path).await.line;
        assert!(again.starts_with("200 HIT "), "{again}");
    }
    for request in &slow {
        request.abort();
    }
    settle().await;
    // Those that run for one request end with it, and of the others more than a quarter of the places.
    assert_eq!(alive.load(Ordering::SeqCst), 2_500);
    let again = cache.get_at("/11999").await.line;
    assert!(again.starts_with("200 MISS "), "{again}");
}

#[tokio::test(start_paused = true)]
async fn case_59_second_flights_of_one_route_leave_room_for_another() {
    let cache = TestCache::with(&MINUTE, |options| options.max_flights(4));
    let alive = hang(&cache);
    let requests = ["/a", "/b", "/a", "/b"].map(|path| cache.start(path));
    settle().await;
    cache.advance(10.0);
    settle().await;
    assert_eq!(alive.load(Ordering::SeqCst), 4);
    assert_eq!(cache.engine.flights.places(), (2, 4));
    cache.respond_with(200);
    let other = cache.other_route();
    assert_eq!(other.get_at("/x").await.line, "200 MISS body 5");
    assert_eq!(other.get_at("/x").await.line, "200 HIT body 5");
    // The place is that of the key until its second flight has ended as well.
    cache.advance(20.0);
    settle().await;
    assert_eq!(cache.engine.flights.places(), (2, 2));
    assert_eq!(cache.engine.flights.len(), 2);
    cache.advance(10.0);
    settle().await;
    assert_eq!(cache.engine.flights.places(), (0, 0));
    for request in requests {
        let line = request.await.unwrap().line;
        assert!(line.starts_with("504 MISS"), "{line}");
    }
}

#[tokio::test(start_paused = true)]
async fn case_59_a_route_with_most_of_the_waiters_is_refused_and_another_is_not() {
    let cache = TestCache::with(&MINUTE, |options| options.max_waiters(8));
    let other = cache.other_route();
    let gate = cache.gate();
    // The leader waits, too.
    let mut requests: Vec<_> = (0..4).map(|_| cache.start("/a")).collect();
    settle().await;
    assert_eq!(
        cache.get_at("/a").await.line,
        "503 BYPASS 503 Service Unavailable\n"
    );
    // Two of six are not most of them.
    requests.extend((0..3).map(|_| other.start("/x")));
    settle().await;
    assert_eq!(cache.runs(), 3);
    assert_eq!(
        cache.get_at("/a").await.line,
        "503 BYPASS 503 Service Unavailable\n"
    );
    gate.add_permits(9);
    let mut ends = Vec::new();
    for request in requests {
        ends.push(request.await.unwrap().line);
    }
    let first = "200 MISS+ body 1";
    assert_eq!(ends[..4], ["200 MISS body 1", first, first, first]);
    assert_eq!(
        ends[4..],
        ["200 MISS body 3", "200 MISS+ body 3", "200 BYPASS body 2"]
    );
}

#[tokio::test(start_paused = true)]
async fn case_46_after_lock_wait_one_of_3000_waiters_runs_the_handler_again() {
    let cache = TestCache::new(&MINUTE);
    hang(&cache);
    let first = cache.start("/a");
    settle().await;
    let waiting: Vec<_> = (0..3_000).map(|_| cache.start("/a")).collect();
    settle().await;
    let gate = cache.gate();
    cache.advance(10.0);
    settle().await;
    let late = cache.start("/a");
    settle().await;
    assert_eq!((cache.runs(), cache.engine.flights.len()), (2, 2));
    gate.add_permits(9);
    let mut leaders = 0;
    for request in waiting.into_iter().chain([late]) {
        let line = request.await.unwrap().line;
        leaders += usize::from(line == "200 MISS body 2");
        assert!(line.ends_with("body 2"), "{line}");
    }
    assert_eq!(leaders, 1);
    assert_eq!(cache.get().await, "200 HIT body 2");
    cache.advance(20.0);
    assert_eq!(first.await.unwrap().line, "504 MISS 504 Gateway Timeout\n");
    assert_eq!(cache.runs(), 2);
}

#[tokio::test(start_paused = true)]
async fn case_46_if_the_second_run_hangs_too_there_is_no_third() {
    let cache = TestCache::new(&MINUTE);
    hang(&cache);
    let requests: Vec<_> = (0..100).map(|_| cache.start("/a")).collect();
    settle().await;
    for seconds in [10.0, 10.0, 10.0, 9.0] {
        cache.advance(seconds);
        settle().await;
        assert_eq!(cache.runs(), 2);
    }
    let ended = requests.iter().filter(|it| it.is_finished()).count();
    assert_eq!(ended, 1, "the leader of the first");
    cache.advance(1.0);
    for request in requests {
        let line = request.await.unwrap().line;
        assert!(line.starts_with("504 MISS"), "{line}");
    }
    assert_eq!(cache.runs(), 2);
    assert_eq!(cache.engine.flights.places(), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn case_52_a_run_without_clients_is_stopped_if_a_quarter_of_the_places_is_taken() {
    let cache = TestCache::with(&MINUTE, |options| options.max_flights(8));
    let alive = hang(&cache);
    let requests = ["/a", "/b", "/c", "/c"].map(|path| cache.start(path));
    settle().await;
    let [a, b, c, waiter] = requests;
    c.abort();
    settle().await;
    assert_eq!(alive.load(Ordering::SeqCst), 3, "another client waits");
    waiter.abort();
    settle().await;
    assert_eq!(alive.load(Ordering::SeqCst), 2, "three of eight are more");
    a.abort();
    b.abort();
    settle().await;
    assert_eq!(alive.load(Ordering::SeqCst), 2, "two of eight are not");
    cache.respond_with(200);
    assert_eq!(cache.get_at("/c").await.line, "200 MISS body 4");
    cache.advance(30.0);
    settle().await;
    assert_eq!(alive.load(Ordering::SeqCst), 0);
}

#[tokio::test(start_paused = true)]
async fn case_52_a_background_run_continues_without_clients() {
    let config = MINUTE.cache_expire(90).cache_tags(&["t"]);
    let cache = TestCache::with(&config, |options| {
        options.max_flights(1).regen_timeout(Duration::MAX)
    });
    cache.get().await;
    let soft = Invalidation::Soft { deadline: None };
    cache.engine.invalidate([Tag::user("t").unwrap()], soft);
    let gate = cache.gate();
    assert_eq!(cache.get().await, "200 STALE body 1");
    settle().await;
    assert_eq!(cache.runs(), 2);
    // Expired: a request waits for the background run, and its client leaves.
    cache.advance(91.0);
    let waiting = cache.start("/a");
    tokio::task::yield_now().await;
    assert_eq!(cache.runs(), 2);
    waiting.abort();
    gate.add_permits(1);
    settle().await;
    assert_eq!(cache.get().await, "200 HIT body 2");
}
