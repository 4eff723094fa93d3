//! Cases 51 to 63: many ask at once, and answers are made while others invalidate them.

use super::{
    house::{House, PATIENCE, houses, houses_with},
    lab::Gate,
};
use router_runtime::prelude::*;
use tokio::task::JoinHandle;

async fn all(asked: Vec<JoinHandle<super::answer::Answer>>) -> Vec<super::answer::Answer> {
    let mut answers = Vec::new();
    for answer in asked {
        let answer = tokio::time::timeout(PATIENCE, answer).await;
        answers.push(answer.expect("every request ends").unwrap());
    }
    answers
}

fn many(house: &House, path: &str, requests: usize) -> Vec<JoinHandle<super::answer::Answer>> {
    (0..requests).map(|_| house.start(path)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn case_51_cold_stampede() {
    // Cold key, 1,000 concurrent GETs: 1 run; 999 `collapsed`; same bytes.
    for house in houses().await {
        for (path, name) in [("/minute", "minute"), ("/slug/a", "slug/a")] {
            let gate = house.lab.gate(name);
            let asked = many(&house, path, 1_000);
            house.started(name, 1).await;
            house.settle().await;
            gate.open(1_000);
            let answers = all(asked).await;
            assert!(
                answers
                    .iter()
                    .all(|answer| answer.body == format!("{name} 1"))
            );
            let started = answers
                .iter()
                .filter(|answer| answer.state() == "MISS stored");
            assert_eq!(started.count(), 1);
            // Who came when it was done finds it stored.
            assert!(answers.iter().all(|answer| {
                ["MISS stored", "MISS stored collapsed", "HIT"].contains(&&*answer.state())
            }));
            assert_eq!(house.lab.runs(name), 1);
        }
    }
}

#[tokio::test]
async fn case_52_the_first_client_leaves() {
    // The leader's client disconnects, a follower waits: the run is not restarted, the follower gets it.
    for house in houses().await {
        let gate = house.lab.gate("minute");
        let leader = house.start("/minute");
        house.started("minute", 1).await;
        let follower = house.start("/minute");
        house.settle().await;
        leader.abort();
        assert!(leader.await.unwrap_err().is_cancelled());
        gate.open(1);
        let answer = all(vec![follower]).await.remove(0);
        assert_eq!(answer.line(), "200 MISS stored collapsed minute 1");
        assert_eq!(house.get("/minute").await.line(), "200 HIT minute 1");
    }
}

#[tokio::test]
async fn case_52_every_client_leaves() {
    // CACHE 3.5: a flight is a detached task; a client that leaves never cancels it.
    for house in houses().await {
        let gate = house.lab.gate("minute");
        let leader = house.start("/minute");
        house.started("minute", 1).await;
        leader.abort();
        assert!(leader.await.unwrap_err().is_cancelled());
        gate.open(1);
        assert_eq!(house.until("/minute", "minute 1").await.body, "minute 1");
        assert_eq!(house.lab.runs("minute"), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn case_53_stale_stampede() {
    // STALE, 1,000 concurrent: 1 run, no request waits for it.
    for house in houses().await {
        house.get("/minute").await;
        house.advance(61);
        let gate = house.lab.gate("minute");
        let answers = all(many(&house, "/minute", 1_000)).await;
        assert!(
            answers
                .iter()
                .all(|answer| answer.line() == "200 STALE minute 1")
        );
        house.started("minute", 2).await;
        gate.open(1);
        house.until("/minute", "minute 2").await;
    }
}

#[tokio::test]
async fn case_54_uncacheable_runs_in_parallel() {
    // Marker UNCACHEABLE, 100 concurrent: all run at the same time.
    for house in houses().await {
        house.lab.reply("minute", |_| [("set-cookie", "a=b")]);
        house.get("/minute").await;
        let gate = Gate::default();
        let inside = gate.clone();
        house.lab.plan("minute", move |_| {
            let gate = inside.clone();
            async move {
                gate.pass().await;
                Ok([("set-cookie", "a=b")].into_response())
            }
        });
        let asked = many(&house, "/minute", 100);
        // All of them wait at the gate together.
        house.started("minute", 101).await;
        gate.open(100);
        let answers = all(asked).await;
        assert!(
            answers
                .iter()
                .all(|answer| answer.state() == "BYPASS uncacheable")
        );
    }
}

#[tokio::test]
async fn case_55_marker_goes() {
    // Marker, then a storable reply, 2 GETs: stored, the marker is gone. It also goes after 120 s.
    for house in houses().await {
        house.lab.reply("minute", |_| [("set-cookie", "a=b")]);
        house.get("/minute").await;
        assert_eq!(house.get("/minute").await.state(), "BYPASS uncacheable");
        house.lab.heal("minute");
        house.get("/minute").await;
        assert_eq!(house.get("/minute").await.line(), "200 HIT minute 3");

        house.lab.reply("two", |_| [("set-cookie", "a=b")]);
        house.get("/two").await;
        house.advance(121);
        assert_eq!(house.get("/two").await.state(), "MISS");
    }
}

#[tokio::test]
async fn case_56_errors_leave_no_marker() {
    // An error or timeout writes no marker: the next requests share one run again.
    for house in houses().await {
        house
            .lab
            .reply("minute", |_| StatusCode::INTERNAL_SERVER_ERROR);
        house.get("/minute").await;
        let gate = house.lab.gate("minute");
        let asked = many(&house, "/minute", 5);
        house.started("minute", 2).await;
        house.settle().await;
        gate.open(5);
        let answers = all(asked).await;
        assert!(answers.iter().all(|answer| answer.body == "minute 2"));
    }
}

#[tokio::test]
async fn case_58_waiters_leave() {
    // A waiter is cancelled while the leader finishes: the others are woken.
    for house in houses().await {
        for round in 1..=20 {
            let gate = house.lab.gate("minute");
            let mut asked = many(&house, "/minute", 10);
            house.started("minute", round).await;
            house.settle().await;
            gate.open(1);
            for waiter in asked.drain(1..6) {
                waiter.abort();
            }
            let answers = all(asked).await;
            assert!(
                answers
                    .iter()
                    .all(|answer| answer.body == format!("minute {round}"))
            );
            house.cache.purge_path("/minute").await.unwrap();
        }
    }
}

#[tokio::test]
async fn case_59_too_many_flights() {
    // More distinct keys in flight than allowed: the rest runs uncollapsed under the cap, else 503 with Retry-After.
    let limits = |options: router_runtime::cache::CacheOptions| options.max_flights(2).max_alone(2);
    for house in houses_with(limits).await {
        let gate = Gate::default();
        for name in ["a", "b", "c", "d", "e"] {
            let inside = gate.clone();
            house.lab.plan(&format!("slug/{name}"), move |_| {
                let gate = inside.clone();
                async move {
                    gate.pass().await;
                    Ok("made".into_response())
                }
            });
        }
        let mut asked = Vec::new();
        for name in ["a", "b", "c", "d"] {
            asked.push(house.start(&format!("/slug/{name}")));
            house.started(&format!("slug/{name}"), 1).await;
        }
        let refused = house.get("/slug/e").await;
        assert_eq!(refused.status, 503);
        assert!(
            refused
                .header("retry-after")
                .is_some_and(|seconds| seconds.parse::<u32>().is_ok())
        );
        assert_eq!(house.lab.runs("slug/e"), 0);
        gate.open(5);
        let states: Vec<_> = all(asked)
            .await
            .iter()
            .map(super::answer::Answer::state)
            .collect();
        assert_eq!(
            states,
            ["MISS stored", "MISS stored", "BYPASS busy", "BYPASS busy"]
        );
        assert_eq!(house.get("/slug/e").await.line(), "200 MISS stored made");
    }
}

#[tokio::test]
async fn case_60_invalidated_while_it_is_made() {
    // A flight runs, a hard invalidation, it ends, GET: a new run; the old result is never HIT.
    for house in houses().await {
        for path in ["/minute", "/slug/a"] {
            let name = &path[1..];
            let gate = house.lab.gate(name);
            let early = house.start(path);
            house.started(name, 1).await;
            house.cache.revalidate_path(path).await.unwrap();
            gate.open(1);
            // It asked before the mark.
            assert_eq!(all(vec![early]).await[0].body, format!("{name} 1"));
            house.lab.heal(name);
            let answer = house.get(path).await;
            assert_eq!(
                (answer.body.as_str(), answer.state().contains("HIT")),
                (&*format!("{name} 2"), false)
            );
            assert_eq!(house.get(path).await.line(), format!("200 HIT {name} 2"));
        }
    }
}

#[tokio::test]
async fn case_60_in_the_background() {
    // The same while a stale answer is made anew.
    for house in houses().await {
        house.get("/minute").await;
        house.advance(61);
        let gate = house.lab.gate("minute");
        assert_eq!(house.get("/minute").await.state(), "STALE");
        house.started("minute", 2).await;
        house.cache.revalidate_path("/minute").await.unwrap();
        gate.open(1);
        house.settle().await;
        house.lab.heal("minute");
        assert_eq!(
            house.get("/minute").await.line(),
            "200 EXPIRED stored minute 3"
        );
    }
}

#[tokio::test]
async fn case_61_asked_after_the_mark() {
    // The same, GET arrives after the mark while the flight runs: it does not join; its body is made after the mark.
    for house in houses().await {
        let gate = house.lab.gate("minute");
        let early = house.start("/minute");
        house.started("minute", 1).await;
        house.cache.revalidate_path("/minute").await.unwrap();
        let late = [house.start("/minute"), house.start("/minute")];
        house.started("minute", 2).await;
        house.settle().await;
        gate.open(2);
        assert_eq!(all(vec![early]).await[0].body, "minute 1");
        for answer in all(late.into()).await {
            assert_eq!(answer.body, "minute 2");
        }
        assert_eq!(house.get("/minute").await.line(), "200 HIT minute 2");
    }
}

#[tokio::test]
async fn case_62_soft_mark_while_it_is_made() {
    // A soft mark during a flight, the flight ends, GET: stored as STALE, one more run.
    for house in houses().await {
        let gate = house.lab.gate("tagged");
        let early = house.start("/tagged");
        house.started("tagged", 1).await;
        house.cache.revalidate_tag("news").await.unwrap();
        gate.open(1);
        assert_eq!(all(vec![early]).await[0].body, "tagged 1");
        assert_eq!(house.get("/tagged").await.line(), "200 STALE tagged 1");
        gate.open(1);
        assert_eq!(house.until("/tagged", "tagged 2").await.state(), "HIT");
        assert_eq!(house.lab.runs("tagged"), 2);
    }
}

#[tokio::test]
async fn case_63_the_older_flight_ends_last() {
    // Two flights of one key, the older ends last: the newer content stays.
    for house in houses().await {
        let (old, new) = (Gate::default(), Gate::default());
        let inside = (old.clone(), new.clone());
        house.lab.plan("minute", move |run| {
            let gate = if run == 1 {
                inside.0.clone()
            } else {
                inside.1.clone()
            };
            async move {
                gate.pass().await;
                Ok(format!("minute {run}").into_response())
            }
        });
        let early = house.start("/minute");
        house.started("minute", 1).await;
        house.cache.revalidate_path("/minute").await.unwrap();
        let late = house.start("/minute");
        house.started("minute", 2).await;
        new.open(1);
        assert_eq!(all(vec![late]).await[0].body, "minute 2");
        old.open(1);
        assert_eq!(all(vec![early]).await[0].body, "minute 1");
        assert_eq!(house.get("/minute").await.line(), "200 HIT minute 2");
    }
}
