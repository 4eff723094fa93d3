//! Invalidations: those of this instance go to the second tier, those of others come from it.

use super::linked::Linked;
use crate::cache::{
    effect::Effect,
    engine::state::Engine,
    revalidate::RevalidateError,
    store::second_tier::{Accepted, Degraded, LocalCache, TierInvalidation},
    tag::Tag,
    tag_table::Invalidation,
};
use std::{
    pin::pin,
    sync::Arc,
    task::{Context, Waker},
};
use tokio::runtime::Handle;

impl Engine {
    /// Waits until the second tier has accepted an invalidation that is applied here already.
    ///
    /// # Errors
    ///
    /// Returns an error if the tier has only queued it.
    pub(crate) async fn accept(
        self: &Arc<Self>,
        tags: Vec<Tag>,
        effect: Effect,
    ) -> Result<(), RevalidateError> {
        let Some(work) = self.acceptance(tags, effect) else {
            return Ok(());
        };
        // In a task of its own, because the caller may be dropped.
        let accepted = match Handle::try_current() {
            Ok(runtime) => runtime.spawn(work).await.unwrap_or(Err(Degraded)),
            Err(_) => work.await,
        };
        accepted.map_err(|Degraded| RevalidateError::Degraded)
    }

    /// Sends an invalidation that is applied here already to the second tier, without waiting.
    pub(crate) fn accept_later(self: &Arc<Self>, tags: Vec<Tag>, effect: Effect) {
        let Some(work) = self.acceptance(tags, effect) else {
            return;
        };
        match Handle::try_current() {
            Ok(runtime) => {
                runtime.spawn(work);
            }
            // The tier queues it when the work is polled.
            Err(_) => {
                let _ = pin!(work).poll(&mut Context::from_waker(Waker::noop()));
            }
        }
    }

    /// The tier. It is not started here if the caller has no runtime.
    fn tier(self: &Arc<Self>) -> Option<&Linked> {
        match Handle::try_current() {
            Ok(_) => self.second.linked(self),
            Err(_) => self.second.linked_already(),
        }
    }

    fn acceptance(
        self: &Arc<Self>,
        tags: Vec<Tag>,
        effect: Effect,
    ) -> Option<impl Future<Output = Result<(), Degraded>> + Send + use<>> {
        self.tier().filter(|_| !tags.is_empty())?;
        let engine = Arc::clone(self);
        Some(async move {
            let Some(linked) = engine.tier() else {
                return Ok(());
            };
            let invalidation = TierInvalidation { tags, effect };
            let accepted = linked.tier.invalidate(&invalidation);
            let accepted = linked.observed("invalidate", accepted, |_| "ok").await;
            // It was applied before the tier got it. Apply it again to entries that were loaded in between, unless the log of a shared
            // store, which also has the invalidations of this instance, has done so.
            if accepted != Some(Accepted::Applied) {
                engine.apply_here(&invalidation.tags, effect);
            }
            accepted.map(|_| ()).ok_or(Degraded)
        })
    }

    /// Uses no second tier from now on. None of its operations must have started.
    pub(crate) fn detach_second_tier(&self) {
        self.second.detach();
    }

    /// Writes what the second tier has queued.
    pub(crate) async fn close(&self) {
        if let Some(linked) = self.second.linked_already() {
            linked.tier.close().await;
        }
    }
}

impl LocalCache for Engine {
    fn apply(self: Arc<Self>, invalidation: &TierInvalidation) {
        self.apply_here(&invalidation.tags, invalidation.effect);
    }

    fn make_all_stale(&self) {
        let soft = Invalidation::Soft { deadline: None };
        self.tags.invalidate_all(soft, self.now());
    }

    fn invalidate_all(&self) {
        self.tags.invalidate_all(Invalidation::Hard, self.now());
    }
}
