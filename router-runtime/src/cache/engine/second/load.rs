//! Entries from records of the second tier.

use super::{Reuse, linked::Linked, namespace::RecordName};
use crate::cache::{
    engine::{
        decide::{Action, ServeRules, decide},
        job::GenerationJob,
        state::Engine,
    },
    freshness::Lifetime,
    observe,
    outcome::Outcome,
    store::{
        entry::Generation,
        record::{Record, decode},
        second_tier::RecordValidity,
        slot::Slot,
    },
    tag_table::RunningGeneration,
};
use std::{sync::Arc, time::Duration};

impl Engine {
    /// Looks for a record that may be used, and stores its entry in memory. An error means that the tier cannot be used.
    pub(super) async fn load(
        &self,
        linked: &Linked,
        name: &RecordName,
        job: &GenerationJob,
        running: &RunningGeneration,
        reuse: Reuse,
    ) -> Result<Option<Arc<Slot>>, ()> {
        let generation = self.next_generation();
        let found = linked.observed("get", linked.tier.get(&name.key), |found| match found {
            Some(_) => "found",
            None => "absent",
        });
        let Some(found) = found.await.ok_or(())? else {
            return Ok(None);
        };
        let record = decode(
            &found.bytes,
            (&name.identity, &job.policy.tags),
            &self.options.cdn_header,
            self.options.compress,
            self.options.secret.as_ref(),
        );
        let record = match record {
            Ok(record) => record,
            Err(reason) => {
                let tier = linked.tier.name();
                observe::second_tier(tier, "read", reason.name(), Duration::ZERO);
                tracing::debug!(tier, path = job.key.path(), ?reason, "unreadable record");
                return Ok(None);
            }
        };
        if !job.accepts(&record.response.uncompressed.body) {
            observe::second_tier(linked.tier.name(), "read", "value", Duration::ZERO);
            return Ok(None);
        }
        let past = (found.age, found.validity);
        Ok(self.store_loaded(record, past, generation, job, running, reuse))
    }

    /// Stores the entry of a record in memory, with its age and the number of its generation.
    pub(super) fn store_loaded(
        &self,
        record: Record,
        (past, validity): (Duration, RecordValidity),
        started: u64,
        job: &GenerationJob,
        running: &RunningGeneration,
        reuse: Reuse,
    ) -> Option<Arc<Slot>> {
        let Record { response, lifetime } = record;
        let now = self.now();
        let lifetime = lifetime_of(lifetime, past, validity);
        let is_stale = lifetime.revalidate.is_some_and(|period| past >= period);
        if lifetime.expire.is_some_and(|expire| past >= expire) || is_stale && reuse != Reuse::Any {
            return None;
        }
        let generation = Generation {
            // It was read before the record was.
            epoch: running.epoch(),
            started,
        };
        let (slot, stored) = self.store_entry(&job.key, response, generation, past, lifetime, now);
        stored.then_some(slot)
    }

    /// Returns the outcome of an entry that was loaded. A stale one is revalidated in the background.
    pub(in crate::cache::engine) fn loaded_outcome(
        self: &Arc<Self>,
        slot: &Slot,
        job: &GenerationJob,
    ) -> Outcome {
        let fresh = match self.second.linked_already() {
            Some(_) => Outcome::Loaded,
            // It is from the seed.
            None => Outcome::Hit,
        };
        let action = decide(Some(slot), &self.tags, self.now(), ServeRules::default());
        match action {
            Action::Serve {
                entry,
                outcome,
                revalidate,
            } => {
                if revalidate {
                    self.revalidate_in_background(job.clone(), entry);
                }
                if outcome.is_old() { outcome } else { fresh }
            }
            Action::Bypass => fresh,
            // It has expired or was invalidated after the request arrived, and may have been stale before.
            Action::Wait(_) => Outcome::Stale,
        }
    }
}

/// Returns the lifetime of an entry that is made of a record. A record that was softly invalidated is an entry whose period is over.
fn lifetime_of(lifetime: Lifetime, past: Duration, validity: RecordValidity) -> Lifetime {
    let RecordValidity::Stale { hard_in } = validity else {
        return lifetime;
    };
    let until_hard = hard_in.map(|time| past.saturating_add(time));
    let expire = lifetime.expire.into_iter().chain(until_hard).min();
    Lifetime {
        revalidate: lifetime.revalidate.into_iter().chain([past]).min(),
        expire,
    }
}
