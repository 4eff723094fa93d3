//! Case 77: random operations against a model of the contract.

use super::{Lab, settle};
use crate::{
    cache::tags::{Mark, Tag},
    config::{RevalidateOf, RouteConfig},
};
use axum::{http::StatusCode, response::IntoResponse};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Two periods of a short life; a failure of the handler is left alone for 2.4 s at least.
const CONFIG: RouteConfig = RouteConfig::of("app/a/route.rs")
    .revalidate(RevalidateOf(10).get())
    .cache_expire(100)
    .cache_tags(&["t"]);

/// What the contract says of one key.
#[derive(Default)]
struct Model {
    now: u64,
    body: Option<Kept>,
    runs: usize,
    failing: bool,
}

struct Kept {
    body: usize,
    created: u64,
    hard: bool,
    soft: bool,
    failures: u32,
    /// The handler is certainly left alone until the first, and certainly tried from the second on.
    retry: (u64, u64),
}

impl Model {
    /// What a request gets; `None` in the second place if the model leaves open whether a run follows.
    fn get(&mut self, ran: usize) -> String {
        let age = |kept: &Kept| self.now - kept.created;
        let word = match &self.body {
            None => "MISS",
            Some(kept) if kept.hard || age(kept) >= 100_000 => "EXPIRED",
            Some(kept) if kept.soft || age(kept) >= 10_000 => {
                if kept.failures > 0 {
                    "SIE"
                } else {
                    "STALE"
                }
            }
            Some(_) => "HIT",
        };
        let before = self.runs;
        match word {
            "HIT" => {
                assert_eq!(ran, 0);
                format!("200 HIT body {}", self.body.as_ref().unwrap().body)
            }
            "MISS" | "EXPIRED" => {
                assert_eq!(ran, 1);
                self.runs += 1;
                if self.failing {
                    self.note_failure();
                    return format!("500 {word} body {}", self.runs);
                }
                self.store();
                format!("200 {word} body {}", self.runs)
            }
            _ => {
                let kept = self.body.as_ref().unwrap();
                let body = kept.body;
                if self.now < kept.retry.0 {
                    assert_eq!(ran, 0, "left alone");
                } else if self.now >= kept.retry.1 {
                    assert_eq!(ran, 1, "tried again");
                }
                assert!(ran <= 1);
                self.runs = before + ran;
                if ran == 1 {
                    if self.failing {
                        self.note_failure();
                    } else {
                        self.store();
                    }
                }
                format!("200 {word} body {body}")
            }
        }
    }

    fn store(&mut self) {
        self.body = Some(Kept {
            body: self.runs,
            created: self.now,
            hard: false,
            soft: false,
            failures: 0,
            retry: (0, 0),
        });
    }

    fn note_failure(&mut self) {
        if let Some(kept) = &mut self.body {
            kept.failures += 1;
            let step = (10_000_u64 << (kept.failures - 1).min(8)).min(60_000);
            kept.retry = (self.now + step * 8 / 10, self.now + step * 12 / 10 + 1);
        }
    }
}

/// A small generator, so that a failing sequence is named by its number.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
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
    let mut story = Vec::new();
    for _ in 0..20 {
        match dice.roll(10) {
            0..=3 => {
                let before = lab.runs();
                let got = lab.get().await;
                while lab.engine.flights.len() > 0 {
                    settle().await;
                }
                story.push(got.clone());
                assert_eq!(
                    got,
                    model.get(lab.runs() - before),
                    "sequence {number}: {story:?}"
                );
            }
            4 | 5 => {
                let by = [1, 500, 2_000, 10_000, 37_000, 100_000]
                    [usize::try_from(dice.roll(6)).unwrap()];
                story.push(format!("{by} ms pass"));
                lab.clock.advance(std::time::Duration::from_millis(by));
                model.now += by;
            }
            6 => {
                let tag = if dice.roll(2) == 0 {
                    Tag::path("/a")
                } else {
                    Tag::user("t").unwrap()
                };
                story.push(format!("hard {}", tag.name()));
                lab.engine.mark([tag], Mark::Hard);
                model.body.iter_mut().for_each(|kept| kept.hard = true);
            }
            7 => {
                story.push("soft".to_owned());
                let soft = Mark::Soft { deadline: None };
                lab.engine.mark([Tag::user("t").unwrap()], soft);
                model.body.iter_mut().for_each(|kept| kept.soft = true);
            }
            8 => {
                model.failing = dice.roll(2) == 0;
                story.push(format!("failing: {}", model.failing));
                failing.store(model.failing, Ordering::SeqCst);
            }
            _ => {
                story.push("evicted".to_owned());
                lab.engine.purge(&Tag::path("/a"));
                model.body = None;
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
