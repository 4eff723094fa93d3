//! Case 77: random operations on several keys against a model of the contract.

use super::{Lab, settle};
use crate::{
    cache::tags::{Mark, Tag},
    config::{builder::RouteConfigBuilder, revalidate::RevalidateValue},
};
use axum::{http::StatusCode, response::IntoResponse};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

const FRESH: u64 = 10_000;
const EXPIRE: u64 = 100_000;
/// A failure of the handler is left alone for 8 s at least.
const CONFIG: RouteConfigBuilder = RouteConfigBuilder::new("app/[slug]/route.rs")
    .revalidate(RevalidateValue(10).get())
    .cache_expire(100)
    .cache_tags(&["t", "u"]);
const PATHS: [&str; 3] = ["/a", "/b", "/c"];

/// What the contract says. Times are milliseconds.
#[derive(Default)]
struct Model {
    now: u64,
    kept: [Option<Kept>; PATHS.len()],
    runs: usize,
    failing: bool,
    /// Deadlines of all soft marks so far: where two meet, the stricter may hold for both.
    deadlines: Vec<u64>,
}

struct Kept {
    body: usize,
    created: u64,
    hard: bool,
    soft: bool,
    /// When a soft mark becomes a hard one.
    deadline: Option<u64>,
    failures: u32,
    /// The handler is certainly left alone until the first, and certainly tried from the second on.
    retry: (u64, u64),
}

impl Kept {
    fn word(&self, now: u64) -> &'static str {
        let age = now - self.created;
        if self.hard || age >= EXPIRE || self.deadline.is_some_and(|at| at <= now) {
            "EXPIRED"
        } else if !self.soft && age < FRESH {
            "HIT"
        } else if self.failures > 0 {
            "SIE"
        } else {
            "STALE"
        }
    }
}

impl Model {
    /// Checks what a request got, and that the handler ran as often as it should.
    fn check(&mut self, key: usize, got: &str, ran: usize) {
        let mut word = self.kept[key]
            .as_ref()
            .map_or("MISS", |it| it.word(self.now));
        let is_marked = self.kept[key].as_ref().is_some_and(|it| it.soft);
        let is_late = self.deadlines.iter().any(|at| *at <= self.now);
        if got.contains(" EXPIRED ") && is_marked && is_late {
            word = "EXPIRED";
        }
        let old = self.kept[key].as_ref().map_or(0, |it| it.body);
        let (status, body) = match word {
            "HIT" => {
                assert_eq!(ran, 0, "nothing is made");
                (200, old)
            }
            "MISS" | "EXPIRED" => {
                assert_eq!(ran, 1, "one is made");
                self.end_of_run(key);
                (if self.failing { 500 } else { 200 }, self.runs)
            }
            _ => {
                let (left_alone_until, tried_from) =
                    self.kept[key].as_ref().map_or((0, 0), |it| it.retry);
                assert!(ran == 0 || self.now >= left_alone_until, "left alone");
                assert!(ran == 1 || self.now < tried_from, "tried again");
                if ran == 1 {
                    self.end_of_run(key);
                }
                (200, old)
            }
        };
        assert_eq!(got, format!("{status} {word} body {body}"));
    }

    fn end_of_run(&mut self, key: usize) {
        self.runs += 1;
        if !self.failing {
            self.kept[key] = Some(Kept {
                body: self.runs,
                created: self.now,
                hard: false,
                soft: false,
                deadline: None,
                failures: 0,
                retry: (0, 0),
            });
        } else if let Some(kept) = &mut self.kept[key] {
            kept.failures += 1;
            let step = (FRESH << (kept.failures - 1).min(8)).min(60_000);
            kept.retry = (self.now + step * 8 / 10, self.now + step * 12 / 10 + 1);
        }
    }

    fn mark_all(&mut self, mark: impl Fn(&mut Kept)) {
        self.kept.iter_mut().flatten().for_each(mark);
    }
}

/// A small generator, so that a failing sequence is named by its number.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

async fn sequence(number: u64) {
    let mut dice = Dice(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let lab = Lab::new(&CONFIG);
    let failing = Arc::new(AtomicBool::new(false));
    let inside = Arc::clone(&failing);
    lab.plan(move |run| {
        let failing = inside.load(Ordering::SeqCst);
        async move {
            let status = if failing {
                StatusCode::INTERNAL_SERVER_ERROR
            } else {
                StatusCode::OK
            };
            (status, format!("body {run}")).into_response()
        }
    });
    let mut model = Model::default();
    for step in 0..30 {
        let key = dice.roll(PATHS.len());
        let user_tag = Tag::user(["t", "u"][dice.roll(2)]).unwrap();
        match dice.roll(12) {
            0..=5 => {
                let before = lab.runs();
                let got = lab.get_at(PATHS[key]).await.line;
                while lab.engine.flights.len() > 0 {
                    settle().await;
                }
                let ran = lab.runs() - before;
                let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                    model.check(key, &got, ran);
                }));
                assert!(checked.is_ok(), "sequence {number}, step {step}: {got}");
            }
            6 | 7 => {
                let by = [1, 500, 2_000, 10_000, 37_000, 100_000][dice.roll(6)];
                lab.clock.advance(Duration::from_millis(by));
                model.now += by;
            }
            8 => {
                if dice.roll(2) == 0 {
                    lab.engine.mark([Tag::path(PATHS[key])], Mark::Hard);
                    model.kept[key].iter_mut().for_each(|kept| kept.hard = true);
                } else {
                    lab.engine.mark([user_tag], Mark::Hard);
                    model.mark_all(|kept| kept.hard = true);
                }
            }
            9 => {
                let deadline = (dice.roll(2) == 0).then_some(model.now + 5_000);
                model.deadlines.extend(deadline);
                model.mark_all(|kept| {
                    kept.soft = true;
                    kept.deadline = kept.deadline.into_iter().chain(deadline).min();
                });
                let deadline = deadline.map(|_| lab.clock.now() + Duration::from_secs(5));
                lab.engine.mark([user_tag], Mark::Soft { deadline });
            }
            10 => {
                model.failing = dice.roll(2) == 0;
                failing.store(model.failing, Ordering::SeqCst);
            }
            _ => {
                lab.engine.purge(&Tag::path(PATHS[key]));
                model.kept[key] = None;
            }
        }
    }
}

#[tokio::test]
async fn case_77_ten_thousand_random_sequences_agree_with_the_model() {
    for number in 0..10_000 {
        sequence(number).await;
    }
}
