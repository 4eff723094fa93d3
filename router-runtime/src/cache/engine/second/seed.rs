//! The seed of a cache, and a new one that is being written.

use super::namespace::{Namespace, RecordName};
use crate::cache::{
    key::Key,
    options::CacheOptions,
    policy::Policy,
    store::{
        entry::Entry,
        record::encode,
        seed::{RecordPosition, Seed, SeedWriter},
    },
};
use std::{
    fmt, io,
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// The seed of a cache.
pub(super) struct OpenSeed {
    pub(super) seed: Arc<Seed>,
    namespace: Namespace,
    /// `true` after the first invalidation.
    is_outdated: AtomicBool,
}

/// The record of a key in the seed.
pub(super) struct SeedRecord {
    pub(super) name: RecordName,
    pub(super) position: RecordPosition,
}

impl OpenSeed {
    /// Opens the seed that the options name. A seed that cannot be used is logged.
    pub(super) fn open(options: &CacheOptions, policies: &[Option<Arc<Policy>>]) -> Option<Self> {
        let path = options.seed.as_ref()?;
        let namespace = Namespace::new("", options, policies);
        match Seed::open(path, namespace.build()) {
            Ok(seed) => {
                let (path, responses) = (path.display(), seed.len());
                tracing::info!(responses, "the cache uses the seed {path}");
                Some(Self {
                    seed: Arc::new(seed),
                    namespace,
                    is_outdated: AtomicBool::new(false),
                })
            }
            Err(error) => {
                let path = path.display();
                tracing::error!("the seed {path} is not used: {error}");
                None
            }
        }
    }

    /// Takes the record of a key.
    pub(super) fn take(&self, key: &Key, policy: &Policy) -> Option<SeedRecord> {
        if key.is_data() || self.seed.len() == 0 {
            return None;
        }
        let name = self.namespace.name_of(key, policy);
        let position = self.seed.take(&name.key.field)?;
        Some(SeedRecord { name, position })
    }

    pub(super) fn is_outdated(&self) -> bool {
        self.is_outdated.load(Ordering::Acquire)
    }

    pub(super) fn outdate(&self) {
        self.is_outdated.store(true, Ordering::Release);
    }
}

/// A seed that is being written.
pub(crate) struct SeedBuilder {
    namespace: Namespace,
    /// The first error, if there was one.
    written: Mutex<io::Result<SeedWriter>>,
}

impl fmt::Debug for SeedBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SeedBuilder").finish_non_exhaustive()
    }
}

impl SeedBuilder {
    pub(super) fn create(
        path: &Path,
        options: &CacheOptions,
        policies: &[Option<Arc<Policy>>],
    ) -> io::Result<Self> {
        let namespace = Namespace::new("", options, policies);
        let writer = SeedWriter::create(path, namespace.build())?;
        Ok(Self {
            namespace,
            written: Mutex::new(Ok(writer)),
        })
    }

    /// Adds an entry, unless its response cannot be restored from bytes. `created` is in milliseconds since 1970.
    pub(super) fn add(
        &self,
        (key, policy): (&Key, &Policy),
        entry: &Entry,
        created: u64,
        options: &CacheOptions,
    ) {
        let RecordName { identity, key } = self.namespace.name_of(key, policy);
        let secret = options.secret.as_ref();
        let Some(record) = encode(&identity, &entry.response, entry.lifetime, secret) else {
            return;
        };
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(writer) = &mut *written
            && let Err(error) = writer.add(key.field, created, &record)
        {
            *written = Err(error);
        }
    }

    /// Replaces the file.
    ///
    /// # Errors
    ///
    /// Returns the first error of writing.
    pub(crate) fn finish(&self) -> io::Result<()> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let finished = Err(io::Error::other("the seed is written already"));
        std::mem::replace(&mut *written, finished)?.finish()
    }
}
