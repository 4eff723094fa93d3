//! The spans of flights.

use crate::instance::{Instance, Store};
use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicUsize, Ordering},
};
use tracing::{Dispatch, Subscriber, span};
use tracing_subscriber::{Layer, Registry, layer::Context, prelude::*};

/// Counts the spans of flights.
#[derive(Clone, Default)]
struct Flights(Arc<AtomicUsize>);

impl<S: Subscriber> Layer<S> for Flights {
    fn on_new_span(&self, span: &span::Attributes<'_>, _: &span::Id, _: Context<'_, S>) {
        let is_flight = span.metadata().name() == "rcache_flight";
        self.0.fetch_add(usize::from(is_flight), Ordering::Relaxed);
    }
}

impl Flights {
    fn take(&self) -> usize {
        self.0.swap(0, Ordering::Relaxed)
    }
}

/// A second subscriber. With a single one, `tracing` caches the interest of the current thread's subscriber in a span.
static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Registry::default()));

#[tokio::test]
async fn a_record_is_found_without_a_flight() {
    LazyLock::force(&SECOND);
    for store in Store::lasting() {
        let mut app = Instance::start(store).await;
        let flights = Flights::default();
        let _guard = tracing_subscriber::registry()
            .with(flights.clone())
            .set_default();
        assert_eq!(app.get("/a").await.state(), "MISS stored");
        assert_eq!(flights.take(), 1);
        app.cache.settled().await;
        app.restart().await;
        flights.take();
        assert_eq!(app.get("/a").await.state(), "HIT l2");
        assert_eq!(flights.take(), 0);
    }
}
