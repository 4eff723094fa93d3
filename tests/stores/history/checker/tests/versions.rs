//! I1, I4 and I10: the versions of responses.

use super::story::{A, B, STRONG, Story};
use crate::{
    checker::Operation,
    history::{Label, Outcome, Target},
    workload::Effect,
};

const KEY: &str = "lasting.k1.0";

/// Version 1 is in the memory of every instance when version 2 is set on A: the call ends at 1,200 ms.
fn invalidated() -> Story {
    let mut story = Story::of(KEY);
    story
        .run(A, (100, 110), 1)
        .read(A, (100, 120), 0, Label::Run)
        .invalidate(A, (1_000, 1_200), 2);
    story
}

#[test]
fn i1_a_response_that_is_requested_during_the_invalidation_may_be_old() {
    for instance in [A, B, STRONG] {
        invalidated()
            .read(instance, (1_199, 1_300), 0, Label::Hit)
            .is_valid();
    }
}

#[test]
fn i1_the_instance_that_invalidates_sees_it_at_once_and_others_within_a_second() {
    for (instance, start, is_valid) in [
        (A, 1_201, false),
        (STRONG, 1_201, false),
        (B, 1_201, true),
        (B, 2_199, true),
        (B, 2_201, false),
    ] {
        for label in [Label::Hit, Label::Loaded, Label::Run] {
            let mut story = invalidated();
            story.read(instance, (start, start + 5), 0, label);
            if is_valid {
                story.is_valid();
            } else {
                let operations = story.violates("I1");
                let expected = [Operation::Run(0), Operation::Write(0), Operation::Read(1)];
                assert_eq!(operations, expected);
            }
        }
    }
}

#[test]
fn i1_a_response_of_the_new_version_is_valid() {
    let mut story = invalidated();
    story
        .run(B, (1_201, 1_210), 2)
        .read(B, (1_201, 1_220), 1, Label::Run)
        .read(A, (5_000, 5_005), 1, Label::Loaded)
        .is_valid();
}

#[test]
fn i1_an_instance_that_says_that_nothing_is_confirmed_may_be_old() {
    for label in [Label::Unconfirmed, Label::RunAlone] {
        invalidated().read(B, (9_000, 9_005), 0, label).is_valid();
        invalidated()
            .read(A, (9_000, 9_005), 0, label)
            .violates("I1");
    }
}

#[test]
fn i1_a_stale_response_may_be_old_only_while_an_instance_is_disturbed() {
    let mut story = invalidated();
    story.meters(900, 0, 0).meters(9_500, 0, 0);
    story
        .read(B, (9_000, 9_005), 0, Label::Stale)
        .violates("I1");
    story.disturb(Target::Link(B), (8_000, 8_500)).is_valid();
    // An operation failed.
    let mut story = invalidated();
    story.meters(900, 0, 0).meters(9_500, 0, 1);
    story.read(B, (9_000, 9_005), 0, Label::Stale).is_valid();
}

#[test]
fn i1_an_invalidation_without_an_acknowledgement_applies_to_its_instance() {
    let story = |outcome| {
        let mut story = Story::of(KEY);
        story
            .run(A, (100, 110), 1)
            .read(A, (100, 120), 0, Label::Run)
            .write(A, (1_000, 1_200), 2, Effect::Hard, outcome);
        story
    };
    story(Outcome::Local)
        .read(B, (9_000, 9_005), 0, Label::Hit)
        .is_valid();
    story(Outcome::Local)
        .read(A, (1_201, 1_205), 0, Label::Hit)
        .violates("I1");
    story(Outcome::Unknown)
        .read(A, (1_201, 1_205), 0, Label::Hit)
        .is_valid();
    // It was replayed.
    let mut settled = story(Outcome::Local);
    settled
        .settle(7_000)
        .read(B, (8_001, 8_005), 0, Label::Hit)
        .violates("I1");
    let mut late = story(Outcome::Local);
    late.settle(6_000)
        .read(B, (8_001, 8_005), 0, Label::Hit)
        .is_valid();
    // It was in the queue of a process that was killed.
    let mut killed = story(Outcome::Local);
    killed.restart(A, 3_000).settle(7_000);
    killed.read(B, (8_001, 8_005), 0, Label::Hit).is_valid();
}

#[test]
fn i1_an_old_response_after_a_soft_invalidation_is_sent_as_stale() {
    let story = |effect, start, label| {
        let mut story = Story::of(KEY);
        story
            .run(A, (100, 110), 1)
            .read(A, (100, 120), 0, Label::Run)
            .write(A, (1_000, 1_200), 2, effect, Outcome::Acknowledged)
            .read(A, (start, start + 5), 0, label);
        story
    };
    story(Effect::Soft, 9_000, Label::Stale).is_valid();
    story(Effect::Soft, 1_201, Label::Hit).violates("I1");
    story(Effect::SoftThenHard, 1_201, Label::Hit).violates("I1");
    story(Effect::SoftThenHard, 2_700, Label::Stale).is_valid();
    story(Effect::SoftThenHard, 9_000, Label::Stale).violates("I1");
}

#[test]
fn i1_an_unconfirmed_entry_is_regenerated_after_a_minute() {
    let mut story = invalidated();
    story
        .read(B, (62_000, 62_005), 0, Label::Unconfirmed)
        .read(B, (63_000, 63_005), 0, Label::Unconfirmed)
        .read(B, (72_000, 72_005), 0, Label::Unconfirmed)
        .is_valid();
    story
        .read(B, (74_000, 74_005), 0, Label::Unconfirmed)
        .violates("I1");
}

#[test]
fn i4_an_instance_does_not_return_to_an_earlier_version() {
    let story = || {
        let mut story = Story::of(KEY);
        story.meters(1_900, 0, 0).meters(2_100, 0, 0);
        story.run(A, (100, 110), 1).run(A, (2_000, 2_010), 2);
        story.read(A, (2_000, 2_020), 1, Label::Hit);
        story
    };
    let mut later = story();
    later.read(A, (2_021, 2_030), 0, Label::Hit);
    let (old, new) = (Operation::Run(0), Operation::Run(1));
    let (first, second) = (Operation::Read(0), Operation::Read(1));
    assert_eq!(later.violates("I4"), [old, new, first, second]);
    // At the same time, on another instance, and after a restart.
    story().read(A, (2_019, 2_030), 0, Label::Hit).is_valid();
    story().read(B, (2_021, 2_030), 0, Label::Hit).is_valid();
    story()
        .restart(A, 2_021)
        .read(A, (2_022, 2_030), 0, Label::Hit)
        .is_valid();
    story().read(A, (2_021, 2_030), 1, Label::Hit).is_valid();
    // The record of the second run may not be in Redis.
    let mut disturbed = story();
    disturbed.disturb(Target::Redis, (1_000, 2_005));
    disturbed
        .read(A, (2_021, 2_030), 0, Label::Loaded)
        .is_valid();
}

#[test]
fn i10_a_restart_forgets_no_invalidation() {
    let mut story = invalidated();
    story.restart(B, 2_000);
    story.read(B, (2_100, 2_105), 0, Label::Loaded).is_valid();
    story
        .read(B, (2_300, 2_305), 0, Label::Loaded)
        .violates("I10");
}
