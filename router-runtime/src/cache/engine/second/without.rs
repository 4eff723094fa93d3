//! The functions of flights and invalidations without a second tier.

#![expect(
    clippy::unused_async,
    clippy::unused_self,
    reason = "the signatures are those with a second tier"
)]

use super::{
    super::{generated::Generated, job::GenerationJob, state::Engine},
    Reuse,
};
use crate::cache::{
    effect::Effect, revalidate::RevalidateError, tag::Tag, tag_table::RunningGeneration,
};
use std::sync::Arc;

/// The result of the look into the second tier before a flight starts.
pub(in crate::cache::engine) enum Looked {
    NotYet,
}

/// The turn of a flight, in which its handler runs.
pub(in crate::cache::engine) struct Turn;

impl Turn {
    pub(in crate::cache::engine) fn end_later(self, _: &Arc<Engine>, _: &Generated) {}

    pub(in crate::cache::engine) async fn end(self, _: &Engine, _: &Generated) {}
}

impl Engine {
    pub(in crate::cache::engine) async fn look(
        self: &Arc<Self>,
        _: &GenerationJob,
        _: &RunningGeneration,
        _: Reuse,
    ) -> Result<Generated, Looked> {
        Err(Looked::NotYet)
    }

    pub(in crate::cache::engine) async fn in_turn(
        self: &Arc<Self>,
        job: &GenerationJob,
        running: &RunningGeneration,
        _: Reuse,
        _: Looked,
    ) -> Option<(Generated, Turn)> {
        Some((self.generate(job, running).await, Turn))
    }

    pub(in crate::cache::engine) async fn is_loaded(self: &Arc<Self>, _: &GenerationJob) -> bool {
        false
    }

    pub(crate) async fn accept(
        self: &Arc<Self>,
        _: Vec<Tag>,
        _: Effect,
    ) -> Result<(), RevalidateError> {
        Ok(())
    }

    pub(crate) fn accept_later(self: &Arc<Self>, _: Vec<Tag>, _: Effect) {}

    pub(crate) async fn close(&self) {}
}
