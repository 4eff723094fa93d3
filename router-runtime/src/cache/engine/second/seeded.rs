//! Responses from a seed: a file of what a build step has prerendered.
//!
//! A seed has no invalidations after its build step, so that it is used only before the first one of this process and of the second tier.
//! Its records are not written to the second tier.

use super::{
    Reuse,
    seed::{SeedBuilder, SeedRecord},
};
use crate::cache::{
    engine::{job::GenerationJob, state::Engine},
    observe,
    store::{
        record::{Unreadable, decode},
        second_tier::RecordValidity,
        slot::Slot,
    },
    tag_table::RunningGeneration,
};
use std::{
    io,
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime},
};

/// A record of the seed, and the number of its generation, which is older than all that start afterwards.
pub(in crate::cache::engine) struct Taken {
    seeded: SeedRecord,
    generation: u64,
}

impl Engine {
    /// Takes the record of a key out of the seed. So it is not used after any other response for the key.
    pub(super) fn take_seeded(&self, job: &GenerationJob) -> Option<Taken> {
        let seeded = self.second.seed()?.take(&job.key, &job.policy)?;
        Some(Taken {
            seeded,
            generation: self.next_generation(),
        })
    }

    /// Stores the entry of a record in memory, if it may be used.
    pub(super) async fn load_seeded(
        &self,
        taken: Option<Taken>,
        job: &GenerationJob,
        running: &RunningGeneration,
        reuse: Reuse,
    ) -> Option<Arc<Slot>> {
        let open = self.second.seed()?;
        let Taken { seeded, generation } = taken?;
        if matches!(reuse, Reuse::Unreachable | Reuse::Nothing)
            || open.is_outdated()
            || self.second.has_invalidations()
        {
            return None;
        }
        let (seed, position) = (Arc::clone(&open.seed), seeded.position);
        let bytes = tokio::task::spawn_blocking(move || seed.read(position)).await;
        let (cdn_header, secret) = (&self.options.cdn_header, self.options.secret.as_ref());
        let record = match bytes {
            Ok(Ok(bytes)) => {
                let key = (&*seeded.name.identity, &*job.policy.tags);
                let compress = self.options.compress;
                decode(&bytes, key, cdn_header, compress, secret).map_err(Unreadable::name)
            }
            _ => Err("io"),
        };
        let record = match record {
            Ok(record) => record,
            Err(reason) => {
                observe::second_tier("seed", "read", reason, Duration::ZERO);
                tracing::debug!(path = job.key.path(), reason, "unreadable record of a seed");
                return None;
            }
        };
        // A clock that was set back would make it younger than it is.
        let past = self
            .milliseconds_since_1970()
            .checked_sub(position.created)?;
        let past = (Duration::from_millis(past), RecordValidity::Valid);
        self.store_loaded(record, past, generation, job, running, reuse)
    }

    /// Creates a seed.
    pub(crate) fn new_seed(&self, path: &Path) -> io::Result<SeedBuilder> {
        SeedBuilder::create(path, &self.options, self.policies())
    }

    /// Adds the entry of a key to a seed.
    pub(in crate::cache::engine) fn add_to_seed(
        &self,
        seed: &SeedBuilder,
        job: &GenerationJob,
        slot: &Slot,
    ) {
        if let Some(entry) = slot.entry() {
            let age = entry.age(self.now()).as_millis();
            let age = u64::try_from(age).unwrap_or(u64::MAX);
            let created = self.milliseconds_since_1970().saturating_sub(age);
            seed.add((&job.key, &job.policy), entry, created, &self.options);
        }
    }

    fn milliseconds_since_1970(&self) -> u64 {
        let date = self.options.clock.date(self.now());
        let since = date.duration_since(SystemTime::UNIX_EPOCH);
        since.map_or(0, |since| {
            u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
        })
    }
}
