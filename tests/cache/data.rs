//! Data beside answers: one tag reaches both, and an answer is never fresher than what it is made of.

use super::{
    answer::Answer,
    house::{House, houses},
};
use std::time::Duration;

async fn line(house: &House, path: &str) -> String {
    house.get(path).await.line()
}

#[tokio::test]
async fn one_tag_reaches_data_and_the_answers_that_are_made_of_it() {
    for house in houses().await {
        assert_eq!(
            line(&house, "/of-data").await,
            "200 MISS stored of-data 1 of stock 1"
        );
        assert_eq!(line(&house, "/live").await, "200 none live of stock 1");
        assert_eq!(
            line(&house, "/of-data").await,
            "200 HIT of-data 1 of stock 1"
        );
        house.cache.update_tag("stock").await.unwrap();
        assert_eq!(
            line(&house, "/of-data").await,
            "200 EXPIRED stored of-data 2 of stock 2"
        );
        assert_eq!(line(&house, "/live").await, "200 none live of stock 2");
        assert_eq!(
            line(&house, "/of-data").await,
            "200 HIT of-data 2 of stock 2"
        );
        house.cache.purge_tag("stock").await.unwrap();
        assert_eq!(
            line(&house, "/of-data").await,
            "200 MISS stored of-data 3 of stock 3"
        );
    }
}

#[tokio::test]
async fn a_soft_mark_makes_data_and_answer_anew_in_the_background() {
    for house in houses().await {
        house.get("/of-data").await;
        house.cache.revalidate_tag("stock").await.unwrap();
        assert_eq!(
            line(&house, "/of-data").await,
            "200 STALE of-data 1 of stock 1"
        );
        let answer = house.until("/of-data", "of-data 2 of stock 2").await;
        assert_eq!(answer.state(), "HIT", "and not made of the old data");
        assert_eq!((house.lab.runs("of-data"), house.lab.runs("stock")), (2, 2));
    }
}

#[tokio::test]
async fn an_answer_takes_over_a_shorter_period() {
    for house in houses().await {
        let answer = house.get("/of-data").await;
        let period = "s-maxage=60, stale-while-revalidate=31535940";
        assert_eq!(answer.header("cache-control"), Some(period));
        house.advance(59);
        assert_eq!(house.get("/of-data").await.state(), "HIT");
        house.advance(1);
        assert_eq!(house.get("/of-data").await.state(), "STALE");
        let answer = house.until("/of-data", "of-data 2 of stock 2").await;
        assert_eq!((answer.state(), answer.ttl()), ("HIT".to_owned(), Some(60)));
    }
}

#[tokio::test]
async fn a_request_after_the_mark_gets_no_answer_made_before_it() {
    for house in houses().await {
        // The answer has its data, and is not done when the tag is invalidated; its tags are not known to anybody yet.
        let gate = house.lab.gate("stock");
        let before = house.start("/of-data");
        house.started("stock", 1).await;
        house.cache.update_tag("stock").await.unwrap();
        let after = house.start("/of-data");
        house.settle().await;
        gate.open(10);
        let (before, after): (Answer, Answer) = (before.await.unwrap(), after.await.unwrap());
        assert_eq!(before.body, "of-data 1 of stock 1");
        assert_eq!(after.body, "of-data 2 of stock 2");
        assert_eq!(
            line(&house, "/of-data").await,
            "200 HIT of-data 2 of stock 2"
        );
    }
}

#[tokio::test]
async fn data_that_cannot_be_made_leaves_old_answers_and_fails_new_ones() {
    for house in houses().await {
        house.lab.reply("stock", |_| "stock 0");
        assert_eq!(
            line(&house, "/of-data").await,
            "200 MISS stored of-data 1 of stock 0"
        );
        house.lab.plan("stock", |_| async {
            Err(std::io::Error::other("closed").into())
        });
        house.advance(60);
        assert_eq!(house.get("/of-data").await.state(), "STALE");
        house.until("/of-data", "of-data 2 of stock 0").await;
        // Made of old data, it is made anew when that is tried again.
        house.clock.advance(Duration::from_secs(40));
        house.lab.heal("stock");
        house.until("/of-data", "of-data 3 of stock 3").await;
        house.lab.plan("stock", |_| async {
            Err(std::io::Error::other("closed").into())
        });
        house.cache.update_tag("stock").await.unwrap();
        assert_eq!(house.get("/of-data").await.status, 500);
        assert_eq!(house.get("/live").await.status, 500);
    }
}
