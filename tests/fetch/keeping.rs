//! How long what is fetched is kept, and what ends it.

use super::{house::House, houses, houses_with};
use axum::{http::StatusCode, response::IntoResponse};
use std::{collections::BTreeSet, time::Duration};

/// The steered handlers fetch `/rates` of the upstream, kept for a minute, with a tag.
fn rates(house: &House) {
    let url = house.lab.at("rates");
    house.lab.asks(move |fetch| {
        let sending = fetch.get(&url).revalidate(60).tag("rates").send();
        async { Ok(sending.await?.text()) }
    });
}

async fn line(house: &House, path: &str) -> String {
    house.get(path).await.line()
}

#[tokio::test]
async fn an_answer_is_kept_so_long_and_given_once_more_while_a_new_one_is_fetched() {
    for house in houses().await {
        rates(&house);
        for seconds in [0, 59] {
            house.advance(seconds);
            assert_eq!(line(&house, "/live").await, "200 none rates 1");
        }
        house.advance(1);
        assert_eq!(line(&house, "/live").await, "200 none rates 1", "once more");
        house.until("/live", "rates 2").await;
        assert_eq!(house.lab.runs("rates"), 2);
        // Too old to be given at all.
        house.advance(31_536_000);
        assert_eq!(line(&house, "/live").await, "200 none rates 3");
    }
}

#[tokio::test]
async fn a_hundred_who_ask_at_once_are_one_request() {
    for house in houses().await {
        rates(&house);
        let gate = house.lab.gate("rates");
        let asking: Vec<_> = (0..100).map(|_| house.start("/live")).collect();
        house.started("rates", 1).await;
        house.settle().await;
        gate.open(100);
        let mut bodies = BTreeSet::new();
        for asking in asking {
            bodies.insert(asking.await.unwrap().body);
        }
        assert_eq!(bodies, BTreeSet::from(["rates 1".to_owned()]));
        assert_eq!(house.lab.runs("rates"), 1);
    }
}

#[tokio::test]
async fn the_request_goes_on_when_who_asked_first_goes_away() {
    for house in houses().await {
        rates(&house);
        let gate = house.lab.gate("rates");
        let first = house.start("/live");
        house.started("rates", 1).await;
        let second = house.start("/live");
        house.settle().await;
        first.abort();
        gate.open(1);
        assert_eq!(second.await.unwrap().body, "rates 1");
    }
}

#[tokio::test]
async fn one_tag_reaches_what_was_fetched_and_the_answers_made_of_it() {
    for house in houses().await {
        rates(&house);
        assert_eq!(line(&house, "/kept").await, "200 MISS stored rates 1");
        assert_eq!(line(&house, "/live").await, "200 none rates 1");
        assert_eq!(line(&house, "/inside").await, "200 none rates 1");
        assert_eq!(line(&house, "/kept").await, "200 HIT rates 1");
        house.cache.update_tag("rates").await.unwrap();
        assert_eq!(line(&house, "/kept").await, "200 EXPIRED stored rates 2");
        assert_eq!(line(&house, "/live").await, "200 none rates 2");
        house.cache.revalidate_tag("rates").await.unwrap();
        assert_eq!(line(&house, "/kept").await, "200 STALE rates 2");
        let answer = house.until("/kept", "rates 3").await;
        assert_eq!(answer.state(), "HIT", "and not made of the old one");
        house.cache.purge_tag("rates").await.unwrap();
        assert_eq!(line(&house, "/kept").await, "200 MISS stored rates 4");
    }
}

#[tokio::test]
async fn an_answer_takes_over_the_shorter_period_of_what_it_is_made_of() {
    for house in houses().await {
        rates(&house);
        for path in ["/kept", "/static", "/error"] {
            let answer = house.get(path).await;
            let told = "s-maxage=60, stale-while-revalidate=31535940";
            assert_eq!(answer.header("cache-control"), Some(told), "{path}");
        }
        house.advance(59);
        assert_eq!(house.get("/kept").await.state(), "HIT");
        house.advance(1);
        assert_eq!(house.get("/kept").await.state(), "STALE");
        house.until("/kept", "rates 2").await;
    }
}

#[tokio::test]
async fn pages_and_layouts_fetch_too() {
    for house in houses().await {
        assert_eq!(
            line(&house, "/framed").await,
            "200 MISS stored news 1: rates 1"
        );
        assert_eq!(line(&house, "/framed").await, "200 HIT news 1: rates 1");
        house.cache.update_tag("news").await.unwrap();
        assert_eq!(
            line(&house, "/framed").await,
            "200 EXPIRED stored news 2: rates 1"
        );
        house.advance(60);
        assert_eq!(line(&house, "/framed").await, "200 STALE news 2: rates 1");
        house.until("/framed", "news 3: rates 1").await;
    }
}

/// As in Next.js, which keeps an answer whose status is 200.
#[tokio::test]
async fn nothing_but_a_200_is_kept() {
    for house in houses().await {
        let url = house.lab.at("rates");
        house.lab.asks(move |fetch| {
            let sending = fetch.get(&url).revalidate(60).send();
            async {
                let answer = sending.await?;
                Ok(format!("{} {}", answer.status().as_u16(), answer.text()))
            }
        });
        let statuses = [201, 204, 304, 404, 410, 429, 500, 503];
        house.lab.plan("rates", move |run| async move {
            let status = statuses.get(run - 1).copied().unwrap_or(200);
            let status = StatusCode::from_u16(status).unwrap();
            Ok((status, format!("run {run}")).into_response())
        });
        for (run, status) in statuses.into_iter().enumerate() {
            let text = house.get("/live").await.body;
            let body = if matches!(status, 204 | 304) {
                String::new()
            } else {
                format!("run {}", run + 1)
            };
            assert_eq!(text, format!("{status} {body}"));
        }
        for _ in 0..2 {
            assert_eq!(house.get("/live").await.body, "200 run 9");
        }
    }
}

#[tokio::test]
async fn an_old_answer_stays_while_the_upstream_fails_and_tries_are_spread() {
    for house in houses().await {
        rates(&house);
        house.get("/live").await;
        house.lab.reply("rates", |_| StatusCode::BAD_GATEWAY);
        let mut tried = 0;
        for _ in 0..60 {
            house.advance(if tried == 0 { 60 } else { 1 });
            assert_eq!(house.get("/live").await.body, "rates 1");
            house.cache.settled().await;
            tried = house.lab.runs("rates") - 1;
        }
        // 30 s, then 60: as often as the cache tries a handler with this period.
        assert!((2..=4).contains(&tried), "{tried}");
        house.lab.heal("rates");
        house.advance(61);
        house.get("/live").await;
        house.until("/live", &format!("rates {}", tried + 2)).await;
    }
}

#[tokio::test]
async fn what_belongs_to_one_client_or_one_moment_is_not_kept() {
    for house in houses().await {
        house.lab.reply("rates", |_| {
            [
                ("set-cookie", "a=1"),
                ("connection", "x-once"),
                ("x-once", "1"),
                ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
                ("x-rate", "1.09"),
                ("cache-control", "private, no-store"),
            ]
        });
        let url = house.lab.at("rates");
        house.lab.asks(move |fetch| {
            let sending = fetch.get(&url).force_cache().send();
            async {
                let answer = sending.await?;
                let names = ["set-cookie", "connection", "x-once", "date", "x-rate"];
                let found = names.map(|name| answer.header(name).unwrap_or("-").to_owned());
                Ok(found.join(" "))
            }
        });
        for _ in 0..2 {
            assert_eq!(house.get("/live").await.body, "- - - - 1.09");
        }
        assert_eq!(house.lab.runs("rates"), 1);
        // What nobody keeps arrives as it was sent.
        let url = house.lab.at("rates");
        house.lab.asks(move |fetch| {
            let sending = fetch.get(&url).send();
            async {
                Ok(sending
                    .await?
                    .header("set-cookie")
                    .unwrap_or("-")
                    .to_owned())
            }
        });
        assert_eq!(house.get("/live").await.body, "a=1");
    }
}

#[tokio::test]
async fn an_answer_above_max_entry_is_given_to_all_and_not_kept() {
    for house in houses_with(|options| options.max_entry(1_000)).await {
        house.lab.reply("large", |_| "x".repeat(1_000));
        let url = house.lab.at("large");
        house.lab.asks(move |fetch| {
            let sending = fetch.get(&url).revalidate(60).send();
            async { Ok(sending.await?.text()) }
        });
        for run in 1..4 {
            assert_eq!(house.get("/live").await.body.len(), 1_000);
            assert_eq!(house.lab.runs("large"), run);
        }
    }
}

#[tokio::test]
async fn tags_are_bounded() {
    for house in houses().await {
        let url = house.lab.at("a");
        house.lab.asks(move |fetch| {
            let call = fetch.get(&url).force_cache();
            let sending = call.tags((0..129).map(|tag| tag.to_string())).send();
            async { Ok(sending.await?.text()) }
        });
        let answer = house.get("/live").await;
        assert_eq!((answer.status, house.lab.runs("a")), (500, 0));
        assert!(answer.body.contains("cannot be kept: "), "{}", answer.body);
    }
}

/// A flight's deadline is the cache's where the call's is longer.
#[tokio::test]
async fn the_cache_ends_what_takes_too_long_for_it() {
    for house in houses().await {
        house.lab.hang("rates");
        let url = house.lab.at("rates");
        house.lab.asks(move |fetch| {
            let call = fetch.get(&url).revalidate(60);
            let sending = call.timeout(Duration::from_secs(3_600)).send();
            async { Ok(sending.await?.text()) }
        });
        let asking = house.start("/live");
        house.started("rates", 1).await;
        house.advance(31);
        let answer = asking.await.unwrap();
        assert_eq!(answer.status, 500);
        assert!(
            answer.body.contains("was not answered within 30 s"),
            "{}",
            answer.body
        );
    }
}
