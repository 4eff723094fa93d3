//! Compressed forms of entries, which are made on the blocking pool.

use super::state::Engine;
use crate::cache::{
    http::compression::{Coding, Form},
    key::Key,
    store::{entry::Entry, slot::Slot},
};
use axum::http::HeaderMap;
use std::sync::Arc;
use tokio::runtime::Handle;

/// Returns the coding of the form that a client would get, if that is neither made nor being made.
fn absent_coding(entry: &Entry, request: &HeaderMap) -> Option<Coding> {
    let forms = &entry.response.forms;
    if !forms.exist() {
        return None;
    }
    let coding = Coding::of_client(request)?;
    forms.get(coding)?.is_absent().then_some(coding)
}

impl Engine {
    /// Starts to make the compressed form that a client would get, if it is neither made nor being made. While another one is
    /// being made, a later request tries again.
    pub(super) fn compress_for(
        self: &Arc<Self>,
        request: &HeaderMap,
        slot: &Arc<Slot>,
        key: impl FnOnce() -> Key,
    ) {
        let Some(coding) = slot.entry().and_then(|entry| absent_coding(entry, request)) else {
            return;
        };
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let Ok(permit) = Arc::clone(&self.compressing).try_acquire_owned() else {
            return;
        };
        if !form(slot, coding).is_some_and(Form::start) {
            return;
        }
        let (engine, key) = (Arc::clone(self), key());
        let slot = Arc::clone(slot);
        let started = Started { slot, coding };
        runtime.spawn_blocking(move || {
            let slot = &started.slot;
            if let Some(entry) = slot.entry().filter(|_| engine.store.holds(&key, slot)) {
                let form = entry.response.compressed(coding);
                engine.store.add_form(&key, slot, coding, form);
            }
            drop(started);
            drop(permit);
        });
    }
}

fn form(slot: &Slot, coding: Coding) -> Option<&Form> {
    slot.entry()?.response.forms.get(coding)
}

/// A form that is being made. If that ends early, another request may start it.
struct Started {
    slot: Arc<Slot>,
    coding: Coding,
}

impl Drop for Started {
    fn drop(&mut self) {
        if let Some(form) = form(&self.slot, self.coding) {
            form.give_up();
        }
    }
}
