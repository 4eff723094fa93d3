//! Purges: hard invalidations that also remove the entries.

use super::state::Engine;
use crate::cache::{
    effect::Effect,
    revalidate::RevalidateError,
    store::{memory::Sweep, slot::Slot},
    tag::Tag,
    tag_table::Invalidation,
};
use std::sync::Arc;
use tokio::{
    runtime::Handle,
    task::{JoinHandle, yield_now},
};

/// The entries that a sweep looks at before other tasks run.
const PART: usize = 1024;

impl Engine {
    /// Invalidates the entries that carry one of the tags, and removes those of a path. The entries with other tags are removed by the
    /// returned task.
    pub(crate) fn purge(self: &Arc<Self>, tags: &[Tag]) -> Option<JoinHandle<()>> {
        self.invalidate(tags.iter().cloned(), Invalidation::Hard);
        let mut others = tags
            .iter()
            .filter(|tag| !self.remove_path_of(tag))
            .peekable();
        others.peek()?;
        self.sweeps.add(others.cloned());
        if let Ok(runtime) = Handle::try_current() {
            let engine = Arc::clone(self);
            return Some(runtime.spawn(async move { engine.sweep().await }));
        }
        if let Some(mut sweep) = self.start_sweep() {
            while !sweep.proceed(PART) {}
        }
        None
    }

    /// Invalidates the responses at a path in all tiers, and removes those in memory. This happens when the function is called, even
    /// if the path is so long that its tag contains only a hash.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not a path. The future returns one if the second tier has only queued the invalidation.
    pub(in crate::cache) fn purge_path(
        self: &Arc<Self>,
        text: &str,
    ) -> Result<impl Future<Output = Result<(), RevalidateError>> + use<'_>, RevalidateError> {
        let paths = self.paths(text)?;
        let tags: Vec<Tag> = paths.iter().map(|path| Tag::path(path)).collect();
        self.apply_here(&tags, Effect::Hard);
        for path in &paths {
            self.remove_path(path);
        }
        Ok(self.accept(tags, Effect::Purge))
    }

    /// Removes the entries with the tag of a path; `false` if the tag is another one, or has only a hash.
    fn remove_path_of(&self, tag: &Tag) -> bool {
        let path = tag.as_path();
        path.inspect(|path| self.remove_path(path)).is_some()
    }

    /// Removes the invalid entries at a canonical path.
    fn remove_path(&self, path: &str) {
        for route in self.routes_of(path) {
            self.store.remove_path(route, path, self.now());
        }
    }

    async fn sweep(&self) {
        let _turn = self.sweeps.turn().await;
        let Some(mut sweep) = self.start_sweep() else {
            return;
        };
        while !sweep.proceed(PART) {
            yield_now().await;
        }
    }

    /// Starts to remove the entries with the tags that were added; `None` if another sweep has removed them.
    fn start_sweep(&self) -> Option<Sweep<'_, impl Fn(&Slot) -> bool>> {
        let tags = self.sweeps.take();
        (!tags.is_empty()).then(|| {
            let has_tag = move |slot: &Slot| {
                let entry = slot.entry();
                entry.is_some_and(|it| it.response.tags().iter().any(|tag| tags.contains(tag)))
            };
            self.store.sweep(has_tag, self.now())
        })
    }
}
