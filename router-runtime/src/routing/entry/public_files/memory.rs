//! Small public files in memory.

use super::{
    file::{FormsOnDisk, PublicFile},
    loaded::LoadedFile,
};
use crate::cache::Clock;
use axum::{
    body::Body,
    http::{Request, Response},
};
use quick_cache::{
    DefaultHashBuilder, OptionsBuilder, Weighter,
    sync::{Cache, DefaultLifecycle},
};
use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};
use tokio::sync::Semaphore;

/// The bytes of all files in memory, which are those that are requested most often.
const CAPACITY: u64 = 32 * 1024 * 1024;
/// The bytes of the largest file in memory, with its compressed forms. Larger ones are read from the disk in parts.
const LARGEST: u64 = 256 * 1024;
/// The files that are read into memory at the same time, at most. Others are meanwhile read from the disk in parts.
const LOADS: usize = 4;
/// The parts of the memory, each with a lock. The largest file fits into one.
const SHARDS: usize = 4;
/// The time between two looks at a file on the disk.
const INTERVAL: Duration = Duration::from_secs(1);
/// The time in which a file may change again without a difference in its times, which some file systems round to two seconds.
const SETTLED: Duration = Duration::from_secs(3);

/// The small files that were requested lately.
pub(super) struct Memory {
    files: Cache<usize, Arc<LoadedFile>, Bytewise>,
    /// For each file of the list: a request looks at the disk. Others do not wait for it.
    looking: Box<[AtomicBool]>,
    loads: Semaphore,
    clock: Clock,
}

#[derive(Clone)]
struct Bytewise;

impl Weighter<usize, Arc<LoadedFile>> for Bytewise {
    fn weight(&self, _: &usize, file: &Arc<LoadedFile>) -> u64 {
        file.weight()
    }
}

/// The right to look at a file on the disk, of one request at a time.
pub(super) struct Look<'m> {
    memory: &'m Memory,
    number: usize,
}

impl Drop for Look<'_> {
    fn drop(&mut self) {
        self.memory.looking[self.number].store(false, Relaxed);
    }
}

impl Memory {
    /// Creates a memory for so many files.
    pub(super) fn new(files: usize, clock: Clock) -> Self {
        Self::with_capacity(files, clock, CAPACITY)
    }

    fn with_capacity(files: usize, clock: Clock, bytes: u64) -> Self {
        let items = files.min(1000);
        let options = OptionsBuilder::new()
            .estimated_items_capacity(items)
            .weight_capacity(bytes)
            .shards(SHARDS)
            .build();
        let hasher = DefaultHashBuilder::default();
        let lifecycle = DefaultLifecycle::default();
        Self {
            files: match options {
                Ok(options) => Cache::with_options(options, Bytewise, hasher, lifecycle),
                // Only missing options are an error, and none is missing.
                Err(_) => Cache::with(items, bytes, Bytewise, hasher, lifecycle),
            },
            looking: (0..files).map(|_| AtomicBool::new(false)).collect(),
            loads: Semaphore::new(LOADS),
            clock,
        }
    }

    /// Returns the response from memory; `None` if the file has to be looked at or read.
    pub(super) fn respond(
        &self,
        file: &PublicFile,
        request: &Request<Body>,
    ) -> Option<Response<Body>> {
        let loaded = self.files.get(&file.number)?;
        let is_recent = self.now() < loaded.looked() + millis(INTERVAL);
        let is_current = is_recent || self.looking[file.number].load(Relaxed);
        is_current.then(|| loaded.respond(request)).flatten()
    }

    /// Returns the right to look at a file on the disk, unless another request looks at it.
    pub(super) fn look(&self, file: &PublicFile) -> Option<Look<'_>> {
        let number = file.number;
        let is_looking = self.looking[number].swap(true, Relaxed);
        (!is_looking).then_some(Look {
            memory: self,
            number,
        })
    }

    fn now(&self) -> u64 {
        millis(self.clock.now())
    }
}

impl Look<'_> {
    /// Returns the file with these forms, loaded if it is not in memory; `None` if it has to be read from the disk in parts.
    pub(super) async fn load(
        self,
        file: &PublicFile,
        on_disk: FormsOnDisk,
    ) -> Option<Arc<LoadedFile>> {
        let Memory {
            files,
            clock,
            loads,
            ..
        } = self.memory;
        let now = self.memory.now();
        if let Some(loaded) = files.get(&self.number)
            && loaded.is_current(&on_disk)
        {
            loaded.set_looked(now);
            return Some(loaded);
        }
        files.remove(&self.number);
        if on_disk.bytes() > LARGEST {
            return None;
        }
        let _permit = loads.try_acquire().ok()?;
        let settled = clock.date(clock.now()).checked_sub(SETTLED);
        let loaded = LoadedFile::read(file, on_disk, now, settled).await?;
        let loaded = Arc::new(loaded);
        files.insert(self.number, Arc::clone(&loaded));
        Some(loaded)
    }

    /// Removes a file that can no longer be sent.
    pub(super) fn remove(self) {
        self.memory.files.remove(&self.number);
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX / 2)
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory")
            .field("bytes", &self.files.weight())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::folder::PublicFolder, *};
    use std::{fs, path::Path, time::UNIX_EPOCH};

    fn memory_of(folder: &PublicFolder, capacity: u64) -> (Memory, Clock) {
        let clock = Clock::new();
        (
            Memory::with_capacity(folder.len(), clock.clone(), capacity),
            clock,
        )
    }

    async fn load(memory: &Memory, file: &PublicFile) -> Option<Arc<LoadedFile>> {
        let look = memory.look(file).unwrap();
        look.load(file, file.look().unwrap()).await
    }

    fn folder_of(root: &Path, files: usize, bytes: usize) -> PublicFolder {
        for number in 0..files {
            fs::write(root.join(number.to_string()), vec![b'x'; bytes]).unwrap();
        }
        PublicFolder::list(&root.canonicalize().unwrap())
    }

    #[tokio::test]
    async fn the_bytes_in_memory_are_bounded() {
        let root = tempfile::tempdir().unwrap();
        let folder = folder_of(root.path(), 100, 10_000);
        let capacity = 200_000;
        let (memory, _) = memory_of(&folder, capacity);
        let mut in_memory = 0;
        for number in 0..100 {
            let file = folder.file(&format!("/{number}")).unwrap();
            let loaded = load(&memory, file).await.unwrap();
            assert!(loaded.weight() > 10_000);
            assert!(memory.files.weight() <= capacity);
        }
        for number in 0..100 {
            let file = folder.file(&format!("/{number}")).unwrap();
            in_memory += usize::from(memory.respond(file, &Request::default()).is_some());
        }
        assert!((1..=16).contains(&in_memory), "{in_memory}");
    }

    #[tokio::test]
    async fn a_large_file_is_not_loaded() {
        let root = tempfile::tempdir().unwrap();
        let bytes = usize::try_from(LARGEST).unwrap();
        let folder = folder_of(root.path(), 1, bytes);
        let file = folder.file("/0").unwrap();
        let (memory, _) = memory_of(&folder, CAPACITY);
        assert!(load(&memory, file).await.is_some());
        fs::write(root.path().join("0"), vec![b'x'; bytes + 1]).unwrap();
        assert!(load(&memory, file).await.is_none());
        assert_eq!(memory.files.weight(), 0);
    }

    #[tokio::test]
    async fn few_files_are_loaded_at_the_same_time() {
        let root = tempfile::tempdir().unwrap();
        let folder = folder_of(root.path(), 1, 10);
        let file = folder.file("/0").unwrap();
        let (memory, _) = memory_of(&folder, CAPACITY);
        let others: Vec<_> = (0..LOADS).map(|_| memory.loads.try_acquire()).collect();
        assert!(load(&memory, file).await.is_none());
        drop(others);
        assert!(load(&memory, file).await.is_some());
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_form_that_cannot_be_read_is_left_out() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("a.js"), "text").unwrap();
        fs::write(root.path().join("a.js.br"), "br").unwrap();
        let folder = PublicFolder::list(&root.path().canonicalize().unwrap());
        let file = folder.file("/a.js").unwrap();
        let (memory, _) = memory_of(&folder, CAPACITY);
        // Its length has changed since the look.
        for changed in ["longer", "b", ""] {
            fs::write(root.path().join("a.js.br"), "br").unwrap();
            let on_disk = file.look().unwrap();
            fs::write(root.path().join("a.js.br"), changed).unwrap();
            let loaded = memory.look(file).unwrap().load(file, on_disk).await;
            let mut request = Request::new(Body::empty());
            request
                .headers_mut()
                .insert("accept-encoding", "br".parse().unwrap());
            let response = loaded.unwrap().respond(&request).unwrap();
            assert_eq!(response.headers().get("content-encoding"), None);
            assert_eq!(response.headers()["content-length"], "4");
        }
    }

    #[tokio::test]
    async fn a_file_that_becomes_shorter_while_it_is_read_is_not_stored() {
        let root = tempfile::tempdir().unwrap();
        let folder = folder_of(root.path(), 1, 10);
        let file = folder.file("/0").unwrap();
        let (memory, _) = memory_of(&folder, CAPACITY);
        let on_disk = file.look().unwrap();
        fs::write(root.path().join("0"), "x").unwrap();
        assert!(
            memory
                .look(file)
                .unwrap()
                .load(file, on_disk)
                .await
                .is_none()
        );
        assert_eq!(memory.files.weight(), 0);
    }

    #[tokio::test]
    async fn one_request_looks_at_the_disk_and_others_do_not_wait() {
        let root = tempfile::tempdir().unwrap();
        let folder = folder_of(root.path(), 1, 10);
        let file = folder.file("/0").unwrap();
        let (memory, clock) = memory_of(&folder, CAPACITY);
        let responds = || memory.respond(file, &Request::default()).is_some();
        load(&memory, file).await.unwrap();
        assert!(responds());
        clock.advance(INTERVAL);
        assert!(!responds(), "it has to look");
        let look = memory.look(file).unwrap();
        assert!(responds());
        assert!(memory.look(file).is_none());
        // A client that disconnects ends its look.
        drop(look);
        assert!(memory.look(file).is_some());
        assert!(!responds());
        load(&memory, file).await.unwrap();
        assert!(responds());
    }

    #[tokio::test]
    async fn a_file_without_changes_is_read_again_only_if_its_times_are_recent() {
        let root = tempfile::tempdir().unwrap();
        let folder = folder_of(root.path(), 2, 10);
        let old = fs::File::options().write(true).open(root.path().join("1"));
        old.unwrap().set_modified(UNIX_EPOCH).unwrap();
        let (memory, _) = memory_of(&folder, CAPACITY);
        for (path, is_read_again) in [("/0", true), ("/1", false)] {
            let file = folder.file(path).unwrap();
            let first = load(&memory, file).await.unwrap();
            let second = load(&memory, file).await.unwrap();
            assert_eq!(!Arc::ptr_eq(&first, &second), is_read_again, "{path}");
        }
    }
}
