//! Generations to run, and the clients that wait for them.

#[cfg(feature = "compression")]
use crate::cache::http::coding::Coding;
use crate::cache::{
    dependencies::Dependencies,
    handler_run::{self, Generate, RunKind},
    key::Key,
    policy::Policy,
    request_view::RequestView,
    tag::Tag,
};
use axum::{
    body::Body,
    http::{HeaderMap, Method, Response},
};
use std::sync::Arc;

/// A generation to run: the key, the policy, and the handler.
#[derive(Clone)]
pub(super) struct GenerationJob {
    pub(super) key: Key,
    /// The route that the request matched, which shares the flights with other routes.
    pub(super) route: usize,
    pub(super) policy: Arc<Policy>,
    pub(super) generate: Generate,
    /// The coding that the client prefers.
    #[cfg(feature = "compression")]
    pub(super) coding: Option<Coding>,
    /// Reads stored data, which may be that of another build; `None`: anything.
    #[cfg_attr(
        not(feature = "second-tier"),
        allow(dead_code, reason = "only a second tier has data of other builds")
    )]
    pub(super) reads: Option<fn(&[u8]) -> bool>,
}

impl GenerationJob {
    /// Creates the generation of a key that no client has requested.
    pub(super) fn new(key: Key, route: usize, policy: &Arc<Policy>, generate: Generate) -> Self {
        Self {
            key,
            route,
            policy: Arc::clone(policy),
            generate,
            reads: None,
            #[cfg(feature = "compression")]
            coding: None,
        }
    }

    /// Returns the generation for a client with these headers.
    #[cfg(feature = "compression")]
    pub(super) fn for_client(self, headers: &HeaderMap) -> Self {
        let coding = Coding::of_client(headers, |_| true);
        Self { coding, ..self }
    }

    #[cfg(not(feature = "compression"))]
    pub(super) fn for_client(self, _: &HeaderMap) -> Self {
        self
    }

    /// Runs the handler. Data that it uses is noted in `dependencies`.
    pub(super) async fn run(&self, dependencies: &Dependencies, kind: RunKind) -> Response<Body> {
        handler_run::run(&self.generate, &self.key, &self.policy, dependencies, kind).await
    }

    /// Returns `true` if a body from the second tier can be used.
    #[cfg(feature = "second-tier")]
    pub(super) fn accepts(&self, body: &[u8]) -> bool {
        self.reads.is_none_or(|reads| reads(body))
    }

    /// Returns the tags that are known before the handler has run.
    pub(super) fn tags(&self) -> Vec<Tag> {
        if self.key.is_data() {
            self.policy.tags.clone()
        } else {
            self.policy.tags_at(self.key.path())
        }
    }
}

/// The method and the headers of a client that waits for a response.
pub(super) struct ClientHead {
    pub(super) method: Method,
    pub(super) headers: HeaderMap,
}

impl From<RequestView<'_>> for ClientHead {
    fn from(request: RequestView<'_>) -> Self {
        Self {
            method: request.method.clone(),
            headers: request.headers.clone(),
        }
    }
}
