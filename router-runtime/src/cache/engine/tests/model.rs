//! Case 77: random operations on several keys, compared with a model of the contract.

use super::{TestCache, settle};
use crate::{
    cache::{tag::Tag, tag_table::Invalidation},
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
/// The back-off after a failure is at least 8 s.
const CONFIG: RouteConfigBuilder = RouteConfigBuilder::new("app/[slug]/route.rs")
    .revalidate(RevalidateValue(10).get())
    .cache_expire(100)
    .cache_tags(&["t", "u"]);
const PATHS: [&str; 3] = ["/a", "/b", "/c"];

/// The model. Times are in milliseconds.
#[derive(Default)]
struct Model {
    now: u64,
    entries: [Option<ModelEntry>; PATHS.len()],
    runs: usize,
    failing: bool,
    /// The deadlines of all soft invalidations so far: where two meet, the earlier may hold for both.
    deadlines: Vec<u64>,
}

struct ModelEntry {
    body: usize,
    created: u64,
    hard: bool,
    soft: bool,
    /// The time at which a soft invalidation becomes hard.
    deadline: Option<u64>,
    failures: u32,
    /// The handler does not run before the first time, and runs from the second on.
    retry: (u64, u64),
}

impl ModelEntry {
    fn outcome(&self, now: u64) -> &'static str {
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
    /// Checks a response, and the number of runs of the handler.
    fn check(&mut self, key: usize, response: &str, ran: usize) {
        let mut outcome = self.entries[key]
            .as_ref()
            .map_or("MISS", |it| it.outcome(self.now));
        let is_soft = self.entries[key].as_ref().is_some_and(|it| it.soft);
        let is_past_deadline = self.deadlines.iter().any(|at| *at <= self.now);
        if response.contains(" EXPIRED ") && is_soft && is_past_deadline {
            outcome = "EXPIRED";
        }
        let old = self.entries[key].as_ref().map_or(0, |it| it.body);
        let (status, body) = match outcome {
            "HIT" => {
                assert_eq!(ran, 0, "the handler does not run");
                (200, old)
            }
            "MISS" | "EXPIRED" => {
                assert_eq!(ran, 1, "the handler runs");
                self.end_of_run(key);
                (if self.failing { 500 } else { 200 }, self.runs)
            }
            _ => {
                let (earliest, latest) = self.entries[key].as_ref().map_or((0, 0), |it| it.retry);
                assert!(ran == 0 || self.now >= earliest, "during the back-off");
                assert!(ran == 1 || self.now < latest, "after the back-off");
                if ran == 1 {
                    self.end_of_run(key);
                }
                (200, old)
            }
        };
        assert_eq!(response, format!("{status} {outcome} body {body}"));
    }

    fn end_of_run(&mut self, key: usize) {
        self.runs += 1;
        if !self.failing {
            self.entries[key] = Some(ModelEntry {
                body: self.runs,
                created: self.now,
                hard: false,
                soft: false,
                deadline: None,
                failures: 0,
                retry: (0, 0),
            });
        } else if let Some(entry) = &mut self.entries[key] {
            entry.failures += 1;
            let step = (FRESH << (entry.failures - 1).min(8)).min(60_000);
            entry.retry = (self.now + step * 8 / 10, self.now + step * 12 / 10 + 1);
        }
    }

    fn invalidate_all(&mut self, invalidate: impl Fn(&mut ModelEntry)) {
        self.entries.iter_mut().flatten().for_each(invalidate);
    }
}

/// A random number generator, so that a failing sequence can be reproduced by its number.
pub(super) struct Rng(u64);

impl Rng {
    pub(super) fn new(sequence: u64) -> Self {
        Self(sequence.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

async fn sequence(number: u64) {
    let mut rng = Rng::new(number);
    let cache = TestCache::new(&CONFIG);
    let failing = Arc::new(AtomicBool::new(false));
    let inside = Arc::clone(&failing);
    cache.set_handler(move |run| {
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
        let key = rng.below(PATHS.len());
        let user_tag = Tag::user(["t", "u"][rng.below(2)]).unwrap();
        match rng.below(12) {
            0..=5 => {
                let before = cache.runs();
                let response = cache.get_at(PATHS[key]).await.line;
                while cache.engine.flights.len() > 0 {
                    settle().await;
                }
                let ran = cache.runs() - before;
                let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                    model.check(key, &response, ran);
                }));
                assert!(
                    checked.is_ok(),
                    "sequence {number}, step {step}: {response}"
                );
            }
            6 | 7 => {
                let by = [1, 500, 2_000, 10_000, 37_000, 100_000][rng.below(6)];
                cache.clock.advance(Duration::from_millis(by));
                model.now += by;
            }
            8 => {
                if rng.below(2) == 0 {
                    cache
                        .engine
                        .invalidate([Tag::path(PATHS[key])], Invalidation::Hard);
                    model.entries[key]
                        .iter_mut()
                        .for_each(|entry| entry.hard = true);
                } else {
                    cache.engine.invalidate([user_tag], Invalidation::Hard);
                    model.invalidate_all(|entry| entry.hard = true);
                }
            }
            9 => {
                let deadline = (rng.below(2) == 0).then_some(model.now + 5_000);
                model.deadlines.extend(deadline);
                model.invalidate_all(|entry| {
                    entry.soft = true;
                    entry.deadline = entry.deadline.into_iter().chain(deadline).min();
                });
                let deadline = deadline.map(|_| cache.clock.now() + Duration::from_secs(5));
                cache
                    .engine
                    .invalidate([user_tag], Invalidation::Soft { deadline });
            }
            10 => {
                model.failing = rng.below(2) == 0;
                failing.store(model.failing, Ordering::SeqCst);
            }
            _ => {
                cache.engine.purge(&[Tag::path(PATHS[key])]);
                model.entries[key] = None;
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn case_77_ten_thousand_random_sequences_agree_with_the_model() {
    for number in 0..10_000 {
        sequence(number).await;
    }
}
