use super::*;

fn tag(number: usize) -> Tag {
    Tag::user(&format!("t{number}")).unwrap()
}

#[test]
fn case_73_a_forgotten_invalidation_still_invalidates() {
    let table = TagTable::with_capacity(1_000);
    let soft = Invalidation::Soft { deadline: None };
    for number in 0..10_001 {
        let invalidation = if number % 2 == 0 {
            Invalidation::Hard
        } else {
            soft
        };
        let epoch = table.invalidate([tag(number)], invalidation, Duration::ZERO);
        assert!(table.len() <= 1_000);
        // An entry from just before the invalidation is never valid again.
        let validity = table.validity(&[tag(number)], epoch - 1, Duration::ZERO);
        assert_ne!(validity, Validity::Valid);
    }
    for number in 0..10_001 {
        let epoch = number as u64;
        let validity = table.validity(&[tag(number)], epoch, Duration::ZERO);
        assert_ne!(validity, Validity::Valid, "tag {number} was forgotten");
    }
    let other = table.validity(&[Tag::path("/x")], table.epoch(), Duration::ZERO);
    assert_eq!(other, Validity::Valid);
    let many: Vec<Tag> = (0..5_000).map(tag).collect();
    let epoch = table.invalidate(many, Invalidation::Hard, Duration::ZERO);
    assert!(table.len() <= 1_000);
    let validity = |epoch| table.validity(&[tag(1)], epoch, Duration::ZERO);
    assert_eq!(validity(epoch), Validity::Valid);
    assert_ne!(validity(epoch - 1), Validity::Valid);
}

#[test]
fn case_73_a_full_table_is_trimmed() {
    let table = TagTable::default();
    for number in 0..100_001 {
        table.invalidate([tag(number)], Invalidation::Hard, Duration::ZERO);
    }
    assert!((90_000..=100_000).contains(&table.len()), "{}", table.len());
    for number in [0, 1, 5_000, 50_000, 99_999, 100_000] {
        // Tag number 0 was invalidated at epoch 1: an entry from before that belongs to epoch 0.
        let validity = table.validity(&[tag(number)], number as u64, Duration::ZERO);
        assert_ne!(validity, Validity::Valid, "tag {number} was forgotten");
    }
    let forgotten = table.validity(&[tag(0)], 0, Duration::ZERO);
    assert_eq!(forgotten, Validity::Soft, "by the floor");
    let later = table.validity(&[tag(0)], table.epoch(), Duration::ZERO);
    assert_eq!(later, Validity::Valid);
}
