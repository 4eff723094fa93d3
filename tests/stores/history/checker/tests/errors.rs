//! I2, I3 and I5 to I9: bodies, runs, limits and ages.

use super::story::{A, B, STRONG, Story, key};
use crate::{
    history::{BodyOfRun, Content, Label, Outcome, Reply, RunKind, Target},
    workload::{Effect, MAX_BYTES},
};

const KEY: &str = "lasting.k1.0";

fn response(status: u16, content: Content) -> Reply {
    Reply::Response {
        status,
        label: Some(Label::Run),
        age: None,
        content,
    }
}

fn body(run: usize, key: Option<usize>, version: u64) -> Content {
    Content::OfRun(BodyOfRun { run, key, version })
}

#[test]
fn i2_a_body_is_of_a_run_for_its_key() {
    let own = Some(key(KEY));
    for (content, is_valid) in [
        (body(0, own, 1), true),
        (body(0, own, 2), false),
        (body(0, Some(key("lasting.k1.1")), 1), false),
        (body(0, None, 1), false),
        (body(7, own, 1), false),
        (Content::Broken("run 0".to_owned()), false),
    ] {
        let mut story = Story::of(KEY);
        story.run(A, (100, 110), 1);
        story.reply(A, (100, 120), response(200, content));
        if is_valid {
            story.is_valid();
        } else {
            story.violates("I2");
        }
    }
    let mut other = Story::of("lasting.k1.1");
    other.run(A, (100, 110), 1).turn_to(KEY);
    other
        .reply(A, (100, 120), response(200, body(0, own, 1)))
        .violates("I2");
}

#[test]
fn i3_one_run_at_a_time() {
    let story = |by, start| {
        let mut story = Story::of(KEY);
        story.meters(5_000, 0, 0);
        story
            .run(A, (8_000, 9_000), 1)
            .run(by, (start, start + 10), 1);
        story
    };
    story(A, 8_500).violates("I3");
    story(B, 8_500).violates("I3");
    story(A, 9_001).is_valid();
    story(B, 9_001).is_valid();
}

#[test]
fn i3_an_invalidation_may_start_a_second_run() {
    for (outcome, start, is_valid) in [
        (Outcome::Acknowledged, 8_400, true),
        (Outcome::Acknowledged, 4_000, true),
        (Outcome::Acknowledged, 1_000, false),
    ] {
        let mut story = Story::of(KEY);
        story.meters(500, 0, 0);
        story.write(STRONG, (start, start + 10), 1, Effect::Hard, outcome);
        story.run(A, (8_000, 9_000), 1).run(A, (8_500, 8_510), 1);
        if is_valid {
            story.is_valid();
        } else {
            story.violates("I3");
        }
    }
}

#[test]
fn i3_without_the_server_each_instance_may_run_the_handler() {
    let story = |failures| {
        let mut story = Story::of(KEY);
        story.meters(5_000, 0, failures);
        story.run(A, (8_000, 9_000), 1).run(B, (8_500, 8_510), 1);
        story
    };
    // Its operations failed: the runs report 0 failures, and the meter before another number.
    story(1).is_valid();
    for target in [Target::Redis, Target::Link(B), Target::Instance(A)] {
        story(0).disturb(target, (7_000, 7_500)).is_valid();
        story(0).disturb(target, (1_000, 1_500)).violates("I3");
    }
    let mut killed = Story::of(KEY);
    killed
        .run(A, (8_000, 9_000), 1)
        .restart(A, 8_100)
        .run(A, (8_500, 8_510), 1);
    killed.is_valid();
}

#[test]
fn i5_the_memory_is_limited() {
    let most = MAX_BYTES as u64;
    Story::of(KEY).meters(100, most, 0).is_valid();
    Story::of(KEY).meters(100, most + 1, 0).violates("I5");
}

#[test]
fn i6_failures_and_private_responses_are_not_stored() {
    for kind in [RunKind::Failure, RunKind::Cookie, RunKind::Private] {
        let mut story = Story::of("short.f1");
        story.run_of_kind(A, (100, 110), 1, kind);
        story.read(A, (100, 120), 0, Label::Run).is_valid();
        story.read(A, (200, 220), 0, Label::Hit).violates("I6");
    }
    // The waiters for a run share its failure, but not what is for one client.
    for (kind, is_shared) in [(RunKind::Failure, true), (RunKind::Cookie, false)] {
        let mut story = Story::of("short.f1");
        story.run_of_kind(A, (100, 110), 1, kind);
        story
            .read(A, (100, 120), 0, Label::Run)
            .read(A, (101, 120), 0, Label::Run);
        if is_shared {
            story.is_valid();
        } else {
            story.violates("I6");
        }
    }
}

#[test]
fn i7_only_handlers_cause_errors() {
    let error = || response(503, Content::Error);
    Story::of(KEY).reply(A, (100, 120), error()).violates("I7");
    let mut frozen = Story::of(KEY);
    frozen.disturb(Target::Instance(A), (50, 110));
    frozen.reply(A, (100, 120), error()).is_valid();
    let mut failed = Story::of("short.f1");
    failed.run_of_kind(A, (100, 110), 1, RunKind::Failure);
    let content = body(0, Some(key("short.f1")), 1);
    failed
        .reply(A, (100, 120), response(503, content))
        .is_valid();
    let lost = || Reply::None("timeout".to_owned());
    for end in [120, 30_101] {
        Story::of(KEY).reply(A, (100, end), lost()).violates("I7");
        let mut killed = Story::of(KEY);
        killed.disturb(Target::Instance(A), (50, 110));
        killed.reply(A, (100, end), lost()).is_valid();
    }
}

#[test]
fn i7_stored_responses_do_not_wait_for_the_server() {
    for label in [Label::Hit, Label::Unconfirmed, Label::Stale] {
        let busy = |end, paused| {
            let mut story = Story::of(KEY);
            story
                .run(A, (100, 110), 1)
                .read(A, (100, 120), 0, Label::Run);
            story.paused(500, 300).read(A, (1_000, end), 0, label);
            story.paused(2_000, paused);
            story
        };
        let story = |end| busy(end, 300);
        story(1_500).is_valid();
        story(1_501).violates("I7");
        story(1_501)
            .disturb(Target::Instance(A), (900, 1_400))
            .is_valid();
        story(1_501)
            .disturb(Target::Redis, (900, 1_400))
            .violates("I7");
        // The machine was busy.
        story(1_700).violates("I7");
        busy(1_700, 499).violates("I7");
        busy(1_700, 500).is_valid();
        // It may have waited for a run of its own process, but not for one of another.
        story(1_501).run(A, (900, 1_400), 1).is_valid();
        story(1_501).run(B, (900, 1_400), 1).violates("I7");
    }
}

#[test]
fn i8_no_response_is_older_than_its_limit() {
    let story = |start, label| {
        let mut story = Story::of("short.s1");
        story
            .run(A, (1_000, 1_010), 1)
            .read(A, (1_000, 1_100), 0, Label::Run);
        story.read(A, (start, start + 5), 0, label);
        story
    };
    story(6_050, Label::Stale).is_valid();
    story(6_101, Label::Stale).violates("I8");
}

#[test]
fn i8_the_age_is_that_of_the_response() {
    for (age, is_valid) in [(7, false), (8, true), (10, true), (11, true), (12, false)] {
        let mut story = Story::of(KEY);
        story
            .run(A, (1_000, 1_010), 1)
            .read(A, (1_000, 1_100), 0, Label::Run);
        story.reply(
            A,
            (11_100, 11_200),
            Reply::Response {
                status: 200,
                label: Some(Label::Hit),
                age: Some(age),
                content: body(0, Some(key(KEY)), 1),
            },
        );
        if is_valid {
            story.is_valid();
        } else {
            story.violates("I8");
        }
    }
}

#[test]
fn i9_a_response_whose_period_is_over_is_sent_as_stale() {
    let story = |start, label| {
        let mut story = Story::of("short.f1");
        story
            .run(A, (1_000, 1_010), 1)
            .read(A, (1_000, 1_100), 0, Label::Run);
        // The handler fails.
        story.run_of_kind(A, (2_200, 2_210), 1, RunKind::Failure);
        story.read(A, (start, start + 5), 0, label);
        story
    };
    story(3_050, Label::Hit).is_valid();
    story(3_101, Label::Stale).is_valid();
    story(3_101, Label::Hit).violates("I9");
}
