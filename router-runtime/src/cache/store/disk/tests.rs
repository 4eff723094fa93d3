use super::{
    super::tables::{META, SCHEMA, row},
    *,
};
use crate::cache::{effect::Effect, store::second_tier::RecordValidity};
use axum::body::Bytes;
use redb::{Database, ReadableDatabase, TableDefinition};
use std::{fs::File, path::PathBuf};
use tempfile::TempDir;
use tokio::time::Instant;

const OTHER: TableDefinition<'_, u64, u64> = TableDefinition::new("of a later version");

/// A file in a folder of its own.
struct TestFile {
    folder: TempDir,
    clock: Clock,
    disk: Option<Disk>,
}

impl TestFile {
    fn new() -> Self {
        let (folder, clock) = (TempDir::new().unwrap(), Clock::new());
        let mut file = Self {
            folder,
            clock,
            disk: None,
        };
        file.restart();
        file
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("cache.redb")
    }

    fn disk(&self) -> &Disk {
        self.disk.as_ref().unwrap()
    }

    fn restart(&mut self) {
        self.stop();
        self.disk = Some(Disk::open(&self.path(), &self.clock, 1 << 20));
    }

    /// Ends the thread of the file, which locks it.
    fn stop(&mut self) {
        if self.disk.take().is_some() {
            File::open(self.path()).unwrap().lock().unwrap();
        }
    }

    /// Changes the closed file.
    fn edit(&mut self, change: impl FnOnce(&Database)) {
        self.stop();
        change(&Database::open(self.path()).unwrap());
        self.restart();
    }

    async fn put(&self, text: &str, epoch: TierEpoch) {
        self.put_from(text, epoch, Duration::ZERO).await;
    }

    async fn put_from(&self, text: &str, epoch: TierEpoch, since_start: Duration) {
        self.queue(text, epoch, since_start).await.unwrap();
        self.disk().close().await;
    }

    /// Stores a record that is not written yet.
    async fn queue(
        &self,
        text: &str,
        epoch: TierEpoch,
        since_start: Duration,
    ) -> Result<Put, Unavailable> {
        let tags = [Tag::path("/a"), Tag::user("t").unwrap()];
        let record = NewRecord {
            bytes: Bytes::copy_from_slice(text.as_bytes()),
            tags: &tags,
            epoch,
            since_start,
            age: Duration::ZERO,
            lifetime: Duration::from_secs(60),
        };
        self.disk().put(&key(), record, None).await
    }

    async fn get(&self) -> Option<String> {
        let found = self.disk().get(&key()).await.unwrap()?;
        let text = String::from_utf8(found.bytes.to_vec()).unwrap();
        let validity = match found.validity {
            RecordValidity::Valid => String::new(),
            RecordValidity::Stale { hard_in } => format!(", stale, hard in {hard_in:?}"),
        };
        Some(format!("{text}{validity}, {} s", found.age.as_secs()))
    }

    async fn invalidate(&self, tag: Tag, effect: Effect) {
        let invalidation = TierInvalidation {
            tags: vec![tag],
            effect,
        };
        self.disk().invalidate(&invalidation).await.unwrap();
    }
}

fn key() -> TierKey {
    TierKey {
        path: TierKey::path_of("", &Tag::path("/a")),
        field: [7; 16],
    }
}

fn user() -> Tag {
    Tag::user("t").unwrap()
}

#[tokio::test]
async fn records_are_as_valid_as_their_tags() {
    let mut file = TestFile::new();
    let mut epochs = Vec::new();
    for (tag, effect, expected) in [
        (user(), Effect::Hard, None),
        (user(), Effect::Purge, None),
        (user(), Effect::SoftWithin(Duration::ZERO), None),
        (Tag::path("/a"), Effect::Hard, None),
        (Tag::path("/a"), Effect::Soft, None),
        (user(), Effect::Soft, Some("new, stale, hard in None, 0 s")),
        (
            user(),
            Effect::SoftWithin(Duration::from_secs(5)),
            Some("new, stale, hard in Some(5s), 0 s"),
        ),
        (Tag::path("/b"), Effect::Hard, Some("new, 0 s")),
        (Tag::user("/a").unwrap(), Effect::Hard, Some("new, 0 s")),
    ] {
        file.put("new", file.disk().epoch()).await;
        assert_eq!(file.get().await.as_deref(), Some("new, 0 s"));
        let before = file.disk().epoch();
        file.invalidate(tag.clone(), effect).await;
        assert_eq!(file.get().await.as_deref(), expected, "{tag:?} {effect:?}");
        file.restart();
        assert_eq!(file.get().await.as_deref(), expected, "{tag:?} {effect:?}");
        let after = file.disk().epoch();
        assert_eq!((after.epoch, after.nonce), (before.epoch + 1, before.nonce));
        epochs.push(after.epoch);
        file.invalidate(user(), Effect::Hard).await;
    }
    assert!(epochs.is_sorted());
}

#[tokio::test]
async fn a_generation_that_is_older_than_an_invalidation_is_not_stored() {
    let file = TestFile::new();
    for tag in [user(), Tag::path("/a")] {
        let before = file.disk().epoch();
        file.invalidate(tag.clone(), Effect::Hard).await;
        file.queue("old", before, Duration::ZERO).await.unwrap();
        assert_eq!(file.get().await, None, "{tag:?}, not written yet");
        file.put("old", before).await;
        assert_eq!(file.get().await, None, "{tag:?}");
    }
}

#[tokio::test]
async fn a_record_whose_removal_is_queued_is_not_found() {
    let file = TestFile::new();
    file.put("old", file.disk().epoch()).await;
    let key = key();
    let released = file.disk().release(&key, None, OldRecord::Remove);
    released.await.unwrap();
    assert_eq!(file.get().await, None);
}

#[tokio::test]
async fn too_many_queued_invalidations_give_up_what_is_stored_and_queued() {
    let file = TestFile::new();
    file.put("stored", file.disk().epoch()).await;
    let before = file.disk().epoch();
    let other = TierInvalidation {
        tags: vec![Tag::user("other").unwrap()],
        effect: Effect::Hard,
    };
    // The thread waits for this transaction.
    let database = file.disk().shared.queue.database().unwrap();
    let transaction = database.begin_write().unwrap();
    let mut is_open = true;
    for _ in 0..20_002 {
        is_open = file.queue("queued", before, Duration::ZERO).await.is_ok();
        if !is_open {
            break;
        }
        drop(file.disk().invalidate(&other));
    }
    assert!(!is_open);
    assert!(file.disk().get(&key()).await.is_err());
    transaction.abort().unwrap();
    drop(database);
    file.disk().invalidate(&other).await.unwrap();
    assert_eq!(file.get().await, None);
    assert_ne!(file.disk().epoch().nonce, before.nonce);
    assert!(file.queue("queued", before, Duration::ZERO).await.is_err());
    file.put("new", file.disk().epoch()).await;
    assert_eq!(file.get().await.as_deref(), Some("new, 0 s"));
}

#[tokio::test]
async fn case_63_an_older_generation_does_not_replace_a_newer_one() {
    let file = TestFile::new();
    let before = file.disk().epoch();
    file.invalidate(Tag::user("other").unwrap(), Effect::Hard)
        .await;
    file.put("new", file.disk().epoch()).await;
    file.put("old", before).await;
    assert_eq!(file.get().await.as_deref(), Some("new, 0 s"));
    let earlier = Duration::from_secs(10);
    file.put_from("earlier", file.disk().epoch(), earlier).await;
    assert_eq!(file.get().await.as_deref(), Some("new, 0 s"));
}

#[tokio::test]
async fn a_record_is_as_old_as_the_clock_says_and_ends() {
    let mut file = TestFile::new();
    file.put("new", file.disk().epoch()).await;
    file.clock.advance(Duration::from_secs(59));
    file.restart();
    assert_eq!(file.get().await.as_deref(), Some("new, 59 s"));
    file.clock.advance(Duration::from_secs(1));
    assert_eq!(file.get().await, None);
}

#[tokio::test]
async fn a_record_from_the_future_is_a_miss() {
    let mut file = TestFile::new();
    file.clock.advance(Duration::from_secs(3_600));
    file.put("new", file.disk().epoch()).await;
    // The clock of the machine was set back.
    file.clock = Clock::new();
    file.restart();
    assert_eq!(file.get().await, None);
}

#[tokio::test]
async fn the_file_of_a_newer_version_is_read_and_keeps_what_that_added() {
    let mut file = TestFile::new();
    file.put("new", file.disk().epoch()).await;
    file.edit(|database| {
        let transaction = database.begin_write().unwrap();
        let mut meta = transaction.open_table(META).unwrap();
        meta.insert(row::SCHEMA, SCHEMA + 1).unwrap();
        meta.insert("a later number", 5).unwrap();
        drop(meta);
        transaction.open_table(OTHER).unwrap().insert(1, 2).unwrap();
        transaction.commit().unwrap();
    });
    assert_eq!(file.get().await.as_deref(), Some("new, 0 s"));
    file.invalidate(user(), Effect::Soft).await;
    // The newer version again.
    file.edit(|database| {
        let transaction = database.begin_read().unwrap();
        let meta = transaction.open_table(META).unwrap();
        assert_eq!(meta.get(row::SCHEMA).unwrap().unwrap().value(), SCHEMA + 1);
        assert_eq!(meta.get("a later number").unwrap().unwrap().value(), 5);
        let other = transaction.open_table(OTHER).unwrap();
        assert_eq!(other.get(1).unwrap().unwrap().value(), 2);
    });
    assert!(file.get().await.unwrap().contains("stale"));
}

#[tokio::test]
async fn a_file_that_this_version_must_not_read_is_put_aside() {
    let mut file = TestFile::new();
    file.put("new", file.disk().epoch()).await;
    let nonce = file.disk().epoch().nonce;
    file.edit(|database| {
        let transaction = database.begin_write().unwrap();
        let mut meta = transaction.open_table(META).unwrap();
        meta.insert(row::READABLE_FROM, SCHEMA + 1).unwrap();
        drop(meta);
        transaction.commit().unwrap();
    });
    assert_eq!(file.get().await, None);
    assert_ne!(file.disk().epoch().nonce, nonce);
    assert!(file.folder.path().join("cache.redb.corrupt-1").exists());
}

#[tokio::test]
async fn generations_of_another_nonce_are_refused_and_their_release_leaves_no_older_entry() {
    let file = TestFile::new();
    let mut epoch = file.disk().epoch();
    file.put("old", epoch).await;
    assert!(file.get().await.is_some());
    epoch.nonce += 1;
    let put = file.queue("new", epoch, Duration::ZERO).await;
    assert_eq!(put, Err(Unavailable));
    let released = file.disk().release(&key(), None, OldRecord::Remove).await;
    assert_eq!(released, Ok(()));
    assert_eq!(file.get().await, None);
}

#[tokio::test(start_paused = true)]
async fn a_disk_that_hangs_costs_its_budget_once() {
    let mut file = TestFile::new();
    file.stop();
    let disk = Disk::open_within(BUDGET, &file.path(), &file.clock, 1 << 20);
    file.disk = Some(disk);
    let reads = Arc::clone(&file.disk().shared.reads);
    let hanging = reads.acquire_many_owned(16).await.unwrap();
    let start = Instant::now();
    for _ in 0..100 {
        assert_eq!(file.disk().get(&key()).await.err(), Some(Unavailable));
    }
    assert!(start.elapsed() <= 2 * BUDGET, "{:?}", start.elapsed());
    drop(hanging);
    assert!(file.disk().get(&key()).await.is_ok());
}

#[test]
fn a_value_is_read_back_and_a_changed_head_is_not() {
    let value = Value {
        epoch: 1,
        started: 2,
        created: 3,
        expires: 4,
        tags: vec![b"u".to_vec(), b"utag".to_vec()],
        record: Bytes::from_static(b"record"),
    };
    let bytes = value.to_bytes();
    assert_eq!(Value::from_bytes(&bytes, true), Some(value.clone()));
    let head = bytes.len() - value.record.len();
    for bit in 0..head * 8 {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(Value::from_bytes(&changed, true), None, "bit {bit}");
    }
    for length in 0..head {
        assert_eq!(Value::from_bytes(&bytes[..length], true), None);
    }
}
