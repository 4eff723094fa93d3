use super::*;
use axum::body::Bytes;
use redb::{Builder, backends::InMemoryBackend};

fn queue() -> Queue {
    let database = Builder::new().create_with_backend(InMemoryBackend::new());
    let queue = Queue::default();
    queue.publish(&Arc::new(database.unwrap()));
    queue
}

fn value(epoch: u64, size: usize) -> Value {
    Value {
        epoch,
        started: 0,
        created: 0,
        expires: u64::MAX,
        tags: Vec::new(),
        record: Bytes::from(vec![0; size]),
    }
}

fn key(number: usize) -> EntryKey {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&number.to_le_bytes());
    key
}

fn next_batch(queue: &Queue) -> Batch {
    drop(queue.flush());
    match queue.next() {
        Next::Write { batch, .. } | Next::Close(batch) => batch,
        Next::Reopen => panic!("the file can be read"),
    }
}

#[test]
fn entries_of_a_batch_that_could_not_be_written_are_removed() {
    let queue = queue();
    queue.put(key(1), value(1, 10));
    queue.remove(key(2));
    let batch = next_batch(&queue);
    queue.put(key(3), value(1, 10));
    queue.take_back(batch);
    queue.degrade();
    let batch = next_batch(&queue);
    assert_eq!(batch.changes.len(), 3);
    for number in 1..=3 {
        assert_eq!(batch.changes.get(&key(number)), Some(&EntryChange::Remove));
    }
    assert!(!batch.is_incomplete);
}

#[test]
fn a_queued_entry_that_is_replaced_takes_no_room() {
    let queue = queue();
    for epoch in 0..40 {
        assert!(queue.put(key(1), value(epoch, MAX_BYTES / 3)), "{epoch}");
    }
    assert!(queue.put(key(2), value(0, MAX_BYTES / 2)));
    assert!(!queue.put(key(3), value(0, MAX_BYTES / 2)));
    assert_eq!(queue.find(&key(3)), Some(EntryChange::Remove));
}

#[test]
fn a_queued_entry_is_not_replaced_by_an_older_one() {
    let queue = queue();
    queue.put(key(1), value(2, 20));
    queue.put(key(1), value(1, 10));
    assert_eq!(
        queue.find(&key(1)),
        Some(EntryChange::Put(Arc::new(value(2, 20))))
    );
}

#[test]
fn too_many_queued_changes_give_up_the_entries_of_the_file() {
    let queue = queue();
    for number in 0..MAX_CHANGES {
        queue.remove(key(number));
    }
    queue.remove(key(0));
    assert!(queue.database().is_some());
    queue.remove(key(MAX_CHANGES));
    assert!(queue.database().is_none());
    let batch = next_batch(&queue);
    assert!(batch.is_incomplete);
    assert_eq!(batch.changes.len(), 1);
}
