//! Small public files in memory.

use super::{
    encoding::{Encoding, preferred},
    file::{FormOnDisk, FormsOnDisk, PublicFile},
    serve_dir::{complete, request_for},
};
use crate::cache::{Clock, Precondition, evaluate};
use axum::{
    body::{Body, Bytes, to_bytes},
    http::{
        HeaderMap, HeaderValue, Method, Request, Response, StatusCode,
        header::{
            ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, LAST_MODIFIED,
            RANGE,
        },
    },
};
use quick_cache::{
    DefaultHashBuilder, OptionsBuilder, Weighter,
    sync::{Cache, DefaultLifecycle},
};
use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// The bytes of all files in memory, which are those that are requested most often.
const CAPACITY: u64 = 32 * 1024 * 1024;
/// The bytes of the largest file in memory, with its compressed forms. Larger ones are read from the disk in parts.
const LARGEST: u64 = 1024 * 1024;
/// The parts of the memory, each with a lock. The largest file fits into one.
const SHARDS: usize = 4;
/// The bytes of the headers of a form, about.
const HEADER_BYTES: u64 = 2048;
/// The time between two looks at a file on the disk.
const INTERVAL: Duration = Duration::from_secs(1);
/// The time in which a file may change again without a difference in its times, which some file systems round to two seconds.
const SETTLED: Duration = Duration::from_secs(3);

/// The small files that were requested lately.
pub(super) struct Memory {
    files: Cache<usize, Arc<LoadedFile>, Bytewise>,
    /// For each file of the list: a request looks at the disk. Others do not wait for it.
    looking: Box<[AtomicBool]>,
    clock: Clock,
}

/// A file and its compressed forms.
pub(super) struct LoadedFile {
    forms: Vec<LoadedForm>,
    on_disk: FormsOnDisk,
    /// `true` if a change after the file was loaded changes its times.
    is_settled: bool,
    /// The milliseconds on the clock at the last look at the disk.
    looked: AtomicU64,
}

struct LoadedForm {
    encoding: Encoding,
    /// Those of a 200 and of a 304.
    headers: HeaderMap,
    not_modified: HeaderMap,
    etag: HeaderValue,
    modified: Option<u64>,
    body: Bytes,
}

#[derive(Clone)]
struct Bytewise;

impl Weighter<usize, Arc<LoadedFile>> for Bytewise {
    fn weight(&self, _: &usize, file: &Arc<LoadedFile>) -> u64 {
        let forms = file.forms.iter();
        forms.map(|it| it.body.len() as u64 + HEADER_BYTES).sum()
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
        let is_recent = self.now() < loaded.looked.load(Relaxed) + millis(INTERVAL);
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
    /// Returns the file with these forms, loaded if it is not in memory; `None` if it is too large, or changes meanwhile.
    pub(super) async fn load(
        self,
        file: &PublicFile,
        on_disk: FormsOnDisk,
    ) -> Option<Arc<LoadedFile>> {
        let Memory { files, clock, .. } = self.memory;
        let now = self.memory.now();
        if let Some(loaded) = files.get(&self.number)
            && loaded.is_settled
            && loaded.on_disk == on_disk
        {
            loaded.looked.store(now, Relaxed);
            return Some(loaded);
        }
        files.remove(&self.number);
        if on_disk.bytes() > LARGEST {
            return None;
        }
        let settled = clock.date(clock.now()).checked_sub(SETTLED);
        let mut forms = Vec::new();
        for form in &on_disk.0 {
            let service = file.service(on_disk.encodings());
            forms.push(load_form(file, service, form).await?);
        }
        let loaded = Arc::new(LoadedFile {
            forms,
            is_settled: on_disk
                .modified()
                .zip(settled)
                .is_some_and(|(modified, settled)| modified < settled),
            on_disk,
            looked: AtomicU64::new(now),
        });
        files.insert(self.number, Arc::clone(&loaded));
        Some(loaded)
    }

    /// Removes a file that can no longer be sent.
    pub(super) fn remove(self) {
        self.memory.files.remove(&self.number);
    }
}

/// Reads a form through `ServeDir`, whose headers it has.
async fn load_form(file: &PublicFile, service: ServeDir, form: &FormOnDisk) -> Option<LoadedForm> {
    let &FormOnDisk {
        encoding, bytes, ..
    } = form;
    let Ok(response) = service.oneshot(request_for(file, encoding)).await;
    let response = complete(response.map(Body::new));
    let (parts, body) = response.into_parts();
    let headers = parts.headers;
    let sent = headers
        .get(CONTENT_ENCODING)
        .map_or("identity".as_bytes(), |it| it.as_bytes());
    if parts.status != StatusCode::OK || sent != encoding.name().as_bytes() {
        return None;
    }
    let body = to_bytes(body, usize::try_from(bytes).ok()?).await.ok()?;
    let length = headers.get(CONTENT_LENGTH)?.to_str().ok()?;
    if length.parse() != Ok(body.len()) {
        return None;
    }
    let mut not_modified = headers.clone();
    for name in [
        ACCEPT_RANGES,
        CONTENT_ENCODING,
        CONTENT_LENGTH,
        CONTENT_TYPE,
    ] {
        not_modified.remove(name);
    }
    Some(LoadedForm {
        encoding,
        etag: headers.get(ETAG)?.clone(),
        modified: headers.get(LAST_MODIFIED).and_then(seconds),
        headers,
        not_modified,
        // The buffer in which it was read is larger.
        body: Bytes::copy_from_slice(&body),
    })
}

fn seconds(date: &HeaderValue) -> Option<u64> {
    let date: SystemTime = httpdate::parse_http_date(date.to_str().ok()?).ok()?;
    Some(date.duration_since(UNIX_EPOCH).ok()?.as_secs())
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX / 2)
}

impl LoadedFile {
    /// Responds to GET or HEAD; `None` to requests for a part, or for another version.
    pub(super) fn respond(&self, request: &Request<Body>) -> Option<Response<Body>> {
        let headers = request.headers();
        if headers.contains_key(RANGE) {
            return None;
        }
        let form = self.preferred(headers)?;
        let (status, headers, body) = match evaluate(headers, &form.etag, form.modified) {
            Precondition::Met if request.method() == Method::HEAD => {
                (StatusCode::OK, &form.headers, None)
            }
            Precondition::Met => (StatusCode::OK, &form.headers, Some(&form.body)),
            Precondition::NotModified => (StatusCode::NOT_MODIFIED, &form.not_modified, None),
            Precondition::Failed => return None,
        };
        let mut response =
            Response::new(body.map_or_else(Body::empty, |it| Body::from(it.clone())));
        *response.status_mut() = status;
        *response.headers_mut() = headers.clone();
        Some(response)
    }

    fn preferred(&self, headers: &HeaderMap) -> Option<&LoadedForm> {
        if self.forms.len() == 1 {
            return self.forms.first();
        }
        let form = |encoding| self.forms.iter().find(move |it| it.encoding == encoding);
        form(preferred(headers, |it| form(it).is_some()))
    }
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
    use std::{fs, path::Path};

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
            assert_eq!(loaded.forms[0].body.len(), 10_000);
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
