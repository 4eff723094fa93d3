//! Cases 87 to 91 and 111, as visible to clients.

use crate::{both_ways, both_ways_with};
use router_runtime::{
    cache::{CacheOptions, OptionsError},
    prelude::*,
};
use router_tests::scan::hot_keys_survive_a_scan;

#[tokio::test]
async fn case_87_never_more_than_the_limit() {
    // Twice the cap inserted: the responses that are still a HIT never exceed the cap.
    let limits = |options: CacheOptions| options.max_bytes(1 << 20).max_entry(64 << 10);
    for app in both_ways_with(limits).await {
        let body = || "x".repeat(20_000);
        for id in 0..105 {
            let name = format!("slug/{id}");
            app.state
                .plan(&name, move |_| async move { Ok(body().into_response()) });
            assert_eq!(app.get(&format!("/{name}")).await.state(), "MISS stored");
        }
        let mut cached = 0;
        for id in 0..105 {
            app.state
                .respond(&format!("slug/{id}"), |_| [("set-cookie", "a=b")]);
            cached += usize::from(app.get(&format!("/slug/{id}")).await.state() == "HIT");
        }
        assert!(
            (10..=52).contains(&cached),
            "{cached} of 105 responses of 20,000 bytes in 1 MiB"
        );
    }
}

#[tokio::test]
async fn case_90_limits_that_refuse_silently() {
    // A `max_entry` larger than half of all bytes: an error at start-up.
    let refused = CacheOptions::new().max_bytes(1_000).max_entry(501).check();
    assert!(matches!(
        refused,
        Err(OptionsError::EntryTooLarge {
            max_entry: 501,
            max_bytes: 1_000
        })
    ));
    assert_eq!(
        CacheOptions::new().max_bytes(1_000).max_entry(500).check(),
        Ok(())
    );
}

#[tokio::test]
async fn case_91_a_scan_does_not_evict_hot_keys_over_http() {
    // A scan of one-hit keys over a hot set: the hot set's hit ratio drops by less than 5 points.
    let limits = |options: CacheOptions| options.max_bytes(4 << 20).max_entry(64 << 10);
    for app in both_ways_with(limits).await {
        let is_hit = async |id: String| {
            app.state.plan(&format!("slug/{id}"), |_| async {
                Ok("x".repeat(1_000).into_response())
            });
            let response = app.spawn(&format!("/slug/{id}")).await.unwrap();
            response.state() == "HIT"
        };
        hot_keys_survive_a_scan(is_hit).await;
    }
}

#[tokio::test]
async fn case_111_revalidations_are_spread() {
    // Many keys stored in one second, R=60, their background runs: spread by 5 percent either way, the queue bounded.
    for app in both_ways().await {
        let paths: Vec<String> = (0..1_000).map(|id| format!("/slug/{id}")).collect();
        let get_all = async || {
            for path in &paths {
                let state = app.spawn(path).await.unwrap().state();
                assert!(
                    ["MISS stored", "HIT", "STALE"].contains(&&*state),
                    "{state}"
                );
            }
            app.cache.settled().await;
        };
        get_all().await;
        let mut refreshed = Vec::new();
        for seconds in [56, 2, 4, 2] {
            app.advance(seconds);
            get_all().await;
            let done = paths.iter().filter(|path| app.state.runs(&path[1..]) == 2);
            refreshed.push(done.count());
        }
        let [at_56, at_58, at_62, at_64] = refreshed[..] else {
            unreachable!("four looks")
        };
        assert_eq!((at_56, at_64), (0, 1_000));
        assert!((50..500).contains(&at_58), "{at_58} of 1,000 by 58 s");
        assert!((500..950).contains(&at_62), "{at_62} of 1,000 by 62 s");
    }
}
