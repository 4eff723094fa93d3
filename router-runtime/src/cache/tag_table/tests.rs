use super::{
    tag::Tag,
    tag_table::{Invalidation, Registration, TagTable, Validity},
};
use std::time::Duration;

const HARD: Invalidation = Invalidation::Hard;
const SOFT: Invalidation = Invalidation::Soft { deadline: None };
/// The size of the recent invalidations of a cache with the default size.
const RECENT: usize = 4 << 20;

fn tag(number: usize) -> Tag {
    Tag::user(&format!("t{number}")).unwrap()
}

fn path(number: usize) -> Tag {
    Tag::path(&format!("/open/{number}/{}", "x".repeat(2_000)))
}

fn invalidate(table: &TagTable, tag: Tag, invalidation: Invalidation) -> u64 {
    table.invalidate([tag], invalidation, Duration::ZERO)
}

fn validity(registration: &Registration, epoch: u64) -> Validity {
    let validity = registration.validity(epoch, Duration::ZERO);
    let is_valid = registration.is_valid(epoch);
    assert_eq!(is_valid, validity == Validity::Valid, "{validity:?}");
    validity
}

#[test]
fn case_73_invalidations_of_unused_tags_leave_nothing() {
    let table = TagTable::new(RECENT);
    let entry = table.register(&[tag(0), path(0)], 0);
    for number in 1..1_000_001 {
        let unused = if number % 2 == 0 {
            tag(number)
        } else {
            path(number)
        };
        invalidate(&table, unused, HARD);
    }
    assert_eq!(table.len(), 2);
    assert_eq!(
        validity(&entry, 0),
        Validity::Valid,
        "a flood concerns nothing else"
    );
    let epoch = invalidate(&table, tag(0), HARD);
    assert_eq!(validity(&entry, 0), Validity::Hard(epoch));
    drop(entry);
    assert_eq!(table.len(), 0);
}

#[test]
fn case_73_an_acknowledged_invalidation_survives_a_flood() {
    let table = TagTable::new(RECENT);
    let running = table.start(&[path(0)]);
    let entry = table.register(&[path(0), tag(0)], running.epoch());
    let epoch = invalidate(&table, path(0), HARD);
    let soft = table.register(&[tag(1)], running.epoch());
    invalidate(&table, tag(1), SOFT);
    for number in 2..100_202 {
        invalidate(&table, path(number), HARD);
        invalidate(&table, tag(number), HARD);
    }
    assert_eq!(validity(&entry, 0), Validity::Hard(epoch));
    assert_eq!(validity(&soft, 0), Validity::Soft, "and no stricter one");
}

#[test]
fn a_tag_that_is_added_at_the_end_of_a_generation_was_invalidated_during_it() {
    let table = TagTable::new(RECENT);
    let running = table.start(&[path(0)]);
    let other = table.register(&[tag(7)], 0);
    let hard = invalidate(&table, tag(0), HARD);
    invalidate(&table, tag(1), SOFT);
    // Clients write to paths: nothing is remembered for them.
    for number in 1..100_001 {
        invalidate(&table, path(number), HARD);
    }
    assert_eq!(table.len(), 4, "two registered tags and two recent ones");
    let entry = |added: Tag| table.register(&[path(0), added], running.epoch());
    assert_eq!(validity(&entry(tag(0)), 0), Validity::Hard(hard));
    assert_eq!(validity(&entry(tag(1)), 0), Validity::Soft);
    assert_eq!(validity(&entry(tag(2)), 0), Validity::Valid);
    // A later generation has seen them.
    let later = table.start(&[]);
    assert_eq!(validity(&entry(tag(0)), later.epoch()), Validity::Valid);
    drop(running);
    drop(later);
    assert_eq!(table.len(), 1, "nothing runs: only the stored tag is left");
    assert_eq!(validity(&other, 0), Validity::Valid);
}

#[test]
fn a_generation_is_not_stored_if_an_invalidation_was_forgotten_while_it_ran() {
    let table = TagTable::new(RECENT);
    let running = table.start(&[]);
    invalidate(&table, tag(0), HARD);
    // The application itself invalidates that many tags.
    for number in 1..100_001 {
        invalidate(&table, tag(number), HARD);
    }
    let recent = table.len();
    assert!((10_000..=RECENT / 160).contains(&recent), "{recent} tags");
    let began_before = table.register(&[tag(0)], running.epoch());
    let found = began_before.validity(running.epoch(), Duration::ZERO);
    assert!(matches!(found, Validity::Hard(_)), "{found:?}");
    assert!(
        table.min_epoch(&[], Duration::ZERO) > running.epoch(),
        "it is not joined"
    );
    let later = table.start(&[]);
    let began_after = table.register(&[tag(0)], later.epoch());
    assert_eq!(validity(&began_after, later.epoch()), Validity::Valid);
    drop((running, later));
    assert_eq!(table.len(), 1);
}

#[test]
fn a_deadline_makes_a_soft_invalidation_hard() {
    let table = TagTable::new(RECENT);
    let entry = table.register(&[tag(0)], 0);
    let at = Duration::from_secs;
    let within = |deadline| Invalidation::Soft {
        deadline: Some(at(deadline)),
    };
    let first = table.invalidate([tag(0)], within(10), at(0));
    assert_eq!(entry.validity(0, at(9)), Validity::Soft);
    assert_eq!(entry.validity(0, at(10)), Validity::Hard(first));
    // The earlier deadline holds for both.
    let second = table.invalidate([tag(0)], within(20), at(5));
    assert_eq!(entry.validity(0, at(10)), Validity::Hard(second));
    assert_eq!(entry.validity(first, at(9)), Validity::Soft);
    // One after the deadline does not make the first one soft again.
    let third = table.invalidate([tag(0)], SOFT, at(11));
    assert_eq!(entry.validity(0, at(11)), Validity::Hard(second));
    assert_eq!(entry.validity(second, at(11)), Validity::Soft);
    assert_eq!(entry.validity(third, at(11)), Validity::Valid);
}

#[test]
fn long_names_are_hashed() {
    let long = "x".repeat(60_000);
    assert_eq!(Tag::path(&long).bytes(), 0);
    assert_eq!(Tag::path(&long), Tag::path(&long));
    assert_ne!(Tag::path(&long), Tag::path(&long[1..]));
    let (short, user) = (&long[..256], Tag::user(&long[..256]).unwrap());
    assert_ne!(
        Tag::path(short),
        user,
        "paths and users' tags are never equal"
    );
}
