//! Compressed forms of entries, which are made on the blocking pool.

use super::state::Engine;
use crate::cache::{
    http::{coding::Coding, compression::Form},
    key::Key,
    store::slot::Slot,
};
use axum::http::HeaderMap;
use std::sync::Arc;
use tokio::runtime::Handle;

impl Engine {
    /// Returns `true` if no body is being compressed.
    #[inline]
    pub(super) fn may_compress(&self) -> bool {
        self.compressing.available_permits() > 0
    }

    /// Starts to make the compressed form that a client would get. While another one is being made, a later request tries again.
    pub(super) fn compress_for(
        self: &Arc<Self>,
        request: &HeaderMap,
        slot: &Arc<Slot>,
        key: impl FnOnce() -> Key,
    ) {
        let has_forms = slot.entry().is_some_and(|it| it.response.forms.exist());
        if has_forms && let Some(coding) = Coding::of_client(request, |_| true) {
            self.compress(coding, slot, key);
        }
    }

    /// Starts to make a compressed form, if it is neither made nor being made, and no other one is being made.
    pub(super) fn compress(
        self: &Arc<Self>,
        coding: Coding,
        slot: &Arc<Slot>,
        key: impl FnOnce() -> Key,
    ) {
        if form(slot, coding).is_some_and(Form::is_absent)
            && let Ok(permit) = Arc::clone(&self.compressing).try_acquire_owned()
            && let Ok(runtime) = Handle::try_current()
        {
            let (engine, slot, key) = (Arc::clone(self), Arc::clone(slot), key());
            runtime.spawn_blocking(move || {
                engine.make_form(coding, &slot, &key);
                drop(permit);
            });
        }
    }

    fn make_form(&self, coding: Coding, slot: &Arc<Slot>, key: &Key) {
        if let Some(_started) = Started::new(slot, coding)
            && let Some(entry) = slot.entry().filter(|_| self.store.holds(key, slot))
        {
            let form = entry.response.compressed(coding);
            self.store.add_form(key, slot, coding, form);
        }
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
