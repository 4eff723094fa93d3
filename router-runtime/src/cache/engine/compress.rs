//! Compressed forms of entries, which are made on the blocking pool.

use super::state::Engine;
use crate::cache::{
    http::{coding::Coding, compression::Form},
    key::Key,
    store::slot::Slot,
};
use axum::http::HeaderMap;
use std::sync::Arc;
use tokio::{runtime::Handle, sync::OwnedSemaphorePermit};

impl Engine {
    /// Returns `true` if no body is being compressed.
    #[inline]
    pub(super) fn may_compress(&self) -> bool {
        self.compressing.available_permits() > 0
    }

    /// Starts to make the compressed form that a client would get, if it is neither made nor being made. While another one is
    /// being made, a later request tries again.
    pub(super) fn compress_for(
        self: &Arc<Self>,
        request: &HeaderMap,
        slot: &Arc<Slot>,
        key: impl FnOnce() -> Key,
    ) {
        let has_forms = |slot: &Slot| slot.entry().is_some_and(|it| it.response.forms.exist());
        if !has_forms(slot) {
            return;
        }
        if let Some(coding) = Coding::of_client(request, |_| true)
            && form(slot, coding).is_some_and(Form::is_absent)
            && let Ok(permit) = Arc::clone(&self.compressing).try_acquire_owned()
        {
            self.compress(key(), Arc::clone(slot), vec![coding], permit);
        }
    }

    /// Returns the codings of the forms of an entry that were requested.
    pub(super) fn requested_codings(&self, key: &Key) -> Vec<Coding> {
        let slot = self.slot(key);
        let entry = slot.as_deref().and_then(Slot::entry);
        entry.map_or_else(Vec::new, |it| it.response.forms.requested())
    }

    /// Makes these forms of the entry of a key, when no other body is being compressed.
    pub(super) async fn compress_again(self: &Arc<Self>, key: Key, codings: Vec<Coding>) {
        if codings.is_empty() {
            return;
        }
        let Ok(permit) = Arc::clone(&self.compressing).acquire_owned().await else {
            return;
        };
        if let Some(slot) = self.slot(&key) {
            self.compress(key, slot, codings, permit);
        }
    }

    fn compress(
        self: &Arc<Self>,
        key: Key,
        slot: Arc<Slot>,
        codings: Vec<Coding>,
        permit: OwnedSemaphorePermit,
    ) {
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let engine = Arc::clone(self);
        runtime.spawn_blocking(move || {
            for coding in codings {
                let Some(_started) = Started::new(&slot, coding) else {
                    continue;
                };
                if let Some(entry) = slot.entry().filter(|_| engine.store.holds(&key, &slot)) {
                    let form = entry.response.compressed(coding);
                    engine.store.add_form(&key, &slot, coding, form);
                }
            }
            drop(permit);
        });
    }
}

fn form(slot: &Slot, coding: Coding) -> Option<&Form> {
    slot.entry()?.response.forms.get(coding)
}

/// A form that is being made. If that ends early, another request may start it.
struct Started<'s>(&'s Form);

impl<'s> Started<'s> {
    fn new(slot: &'s Slot, coding: Coding) -> Option<Self> {
        form(slot, coding).filter(|form| form.start()).map(Self)
    }
}

impl Drop for Started<'_> {
    fn drop(&mut self) {
        self.0.give_up();
    }
}
