//! The seed of a cache, and a new one that is being written.

use super::names::{Name, Names};
use crate::cache::{
    key::Key,
    options::CacheOptions,
    policy::Policy,
    store::{
        entry::Entry,
        record::encode,
        seed::{Place, Seed, SeedWriter},
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
pub(super) struct Seeds {
    pub(super) seed: Arc<Seed>,
    names: Names,
    /// `true` after the first invalidation.
    is_outdated: AtomicBool,
}

/// The record of a key in the seed.
pub(super) struct Seeded {
    pub(super) name: Name,
    pub(super) place: Place,
}

impl Seeds {
    /// Opens the seed that the options name. A seed that cannot be used is logged.
    pub(super) fn open(options: &CacheOptions, policies: &[Option<Arc<Policy>>]) -> Option<Self> {
        let path = options.seed.as_ref()?;
        let names = Names::new("", options, policies);
        match Seed::open(path, names.build()) {
            Ok(seed) => {
                let (path, responses) = (path.display(), seed.len());
                tracing::info!(responses, "the cache uses the seed {path}");
                Some(Self {
                    seed: Arc::new(seed),
                    names,
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
    pub(super) fn take(&self, key: &Key, policy: &Policy) -> Option<Seeded> {
        if key.is_data() || self.seed.len() == 0 {
            return None;
        }
        let name = self.names.of(key, policy);
        let place = self.seed.take(&name.key.field)?;
        Some(Seeded { name, place })
    }

    pub(super) fn is_outdated(&self) -> bool {
        self.is_outdated.load(Ordering::Acquire)
    }

    pub(super) fn outdate(&self) {
        self.is_outdated.store(true, Ordering::Release);
    }
}

/// A seed that is being written.
pub(crate) struct NewSeed {
    names: Names,
    /// The first error, if there was one.
    written: Mutex<io::Result<SeedWriter>>,
}

impl fmt::Debug for NewSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewSeed").finish_non_exhaustive()
    }
}

impl NewSeed {
    pub(super) fn create(
        path: &Path,
        options: &CacheOptions,
        policies: &[Option<Arc<Policy>>],
    ) -> io::Result<Self> {
        let names = Names::new("", options, policies);
        let writer = SeedWriter::create(path, names.build())?;
        Ok(Self {
            names,
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
        let Name { identity, key } = self.names.of(key, policy);
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
