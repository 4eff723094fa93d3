//! What the router offers to extractors inside of extractors.

use crate::matching::Segment;
use axum::http::Extensions;
use std::{
    any::{Any, TypeId},
    sync::Arc,
};

/// What an extractor may want that only the router can give: one extension of the request for all of it, since each costs more
/// than most handlers.
#[derive(Clone)]
pub(crate) struct Offer {
    /// The part of the matched pattern whose parameters may be read.
    pub(crate) segments: &'static [Segment],
    pub(crate) route: Option<usize>,
    pub(crate) source: Arc<dyn Source>,
    /// What works on the answer, which only its room knows; `None` where the request bears it already.
    pub(crate) effects: Option<Arc<dyn Any + Send + Sync>>,
}

/// Whoever makes what is wanted.
pub(crate) trait Source: Send + Sync {
    /// A value of that type for a request that this route matched, if there are such values.
    fn give(
        &self,
        wanted: TypeId,
        route: Option<usize>,
        request: &Extensions,
    ) -> Option<Box<dyn Any + Send>>;
}

impl Offer {
    /// That of a router which offers nothing but the path.
    #[cfg(test)]
    pub(crate) fn of_path(segments: &'static [Segment]) -> Self {
        struct Nothing;
        impl Source for Nothing {
            fn give(
                &self,
                _: TypeId,
                _: Option<usize>,
                _: &Extensions,
            ) -> Option<Box<dyn Any + Send>> {
                None
            }
        }
        Self {
            segments,
            route: None,
            source: Arc::new(Nothing),
            effects: None,
        }
    }

    /// The value that the router offers to this request.
    pub(crate) fn find<T: 'static>(request: &Extensions) -> Option<T> {
        let offer = request.get::<Self>()?;
        let given = offer.source.give(TypeId::of::<T>(), offer.route, request)?;
        given.downcast().ok().map(|value| *value)
    }
}
