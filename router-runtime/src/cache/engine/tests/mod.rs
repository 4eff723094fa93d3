//! The engine with closures as handlers, on a clock that tests advance.

mod failures;
mod flights;
mod limits;
mod model;
mod places;
mod pressure;
mod purges;
mod timeline;
mod variants;

use super::{Engine, Served};
use crate::{
    cache::{CacheOptions, Clock, Generate, Policy, RequestView},
    config::{builder::RouteConfigBuilder, revalidate::RevalidateValue},
};
use axum::{
    body::{Body, to_bytes},
    http::{
        Method, Request, Response, StatusCode,
        header::{ACCEPT_LANGUAGE, AGE},
    },
    response::IntoResponse,
};
use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{sync::Semaphore, task::JoinHandle};

type Handler =
    Arc<dyn Fn(usize) -> Pin<Box<dyn Future<Output = Response<Body>> + Send>> + Send + Sync>;

const MINUTE: RouteConfigBuilder =
    RouteConfigBuilder::new("app/minute/route.rs").revalidate(RevalidateValue(60).get());

/// An engine with two routes and their handler.
#[derive(Clone)]
struct TestCache {
    engine: Arc<Engine>,
    clock: Clock,
    runs: Arc<AtomicUsize>,
    handler: Arc<Mutex<Handler>>,
    /// The route of requests.
    route: usize,
    /// The `Accept-Language` of requests.
    language: String,
}

/// The response to a request.
#[derive(Debug, PartialEq, Eq)]
struct TestResponse {
    line: String,
    age: Option<u64>,
}

impl TestCache {
    fn new(config: &RouteConfigBuilder) -> Self {
        Self::with(config, |options| options)
    }

    fn with(
        config: &RouteConfigBuilder,
        limits: impl FnOnce(CacheOptions) -> CacheOptions,
    ) -> Self {
        let clock = Clock::new();
        let options = limits(CacheOptions::new().clock(clock.clone()));
        options.check().unwrap();
        let routes = ["/[slug]", "/other/[slug]"].map(|pattern| {
            let policy = Policy::of(&config.build(), pattern, "route").unwrap();
            (policy.map(Arc::new), true)
        });
        Self {
            engine: Arc::new(Engine::new(options, routes.into())),
            clock,
            runs: Arc::default(),
            handler: Arc::new(Mutex::new(Arc::new(|run| {
                Box::pin(async move { format!("body {run}").into_response() })
            }))),
            route: 0,
            language: "en".to_owned(),
        }
    }

    /// The same cache, for requests that match the other route.
    fn other_route(&self) -> Self {
        let mut cache = self.clone();
        cache.route = 1;
        cache
    }

    /// The same cache, for requests with another `Accept-Language`.
    fn in_language(&self, language: impl Into<String>) -> Self {
        let mut cache = self.clone();
        cache.language = language.into();
        cache
    }

    fn set_handler<F, R>(&self, handler: F)
    where
        F: Fn(usize) -> R + Send + Sync + 'static,
        R: Future<Output = Response<Body>> + Send + 'static,
    {
        *self.handler.lock().unwrap() = Arc::new(move |run| Box::pin(handler(run)));
    }

    fn respond_with(&self, status: u16) {
        self.set_handler(move |run| async move {
            (StatusCode::from_u16(status).unwrap(), format!("body {run}")).into_response()
        });
    }

    /// Makes further runs wait at a gate.
    fn gate(&self) -> Arc<Semaphore> {
        let gate = Arc::new(Semaphore::new(0));
        let inside = Arc::clone(&gate);
        self.set_handler(move |run| {
            let gate = Arc::clone(&inside);
            async move {
                gate.acquire().await.unwrap().forget();
                format!("body {run}").into_response()
            }
        });
        gate
    }

    fn serve(&self, path: &str) -> Served {
        let request = Request::get(path)
            .header(ACCEPT_LANGUAGE, &self.language)
            .body(())
            .unwrap();
        let (parts, ()) = request.into_parts();
        let cache = self.clone();
        let generate: Generate = Arc::new(move |request| {
            assert_eq!(request.method(), Method::GET);
            let run = cache.runs.fetch_add(1, Ordering::SeqCst) + 1;
            let handler = Arc::clone(&cache.handler.lock().unwrap());
            handler(run)
        });
        // In the order of the application: hits first.
        let policy = self.engine.policy(self.route).unwrap();
        let request = RequestView::from(&parts);
        let found = self.engine.find(self.route, policy, request);
        let hit = found.as_ref();
        match hit.and_then(|found| self.engine.hit(found, policy, request)) {
            Some(hit) => Served::Ready(hit.response()),
            None => self.engine.serve(self.route, policy, &parts, || generate),
        }
    }

    async fn get_at(&self, path: &str) -> TestResponse {
        let response = match self.serve(path) {
            Served::Ready(response) => response,
            Served::Pending(response) => response.await,
        };
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let status = parts.headers.get("cache-status");
        let status = status.map_or("", |value| value.to_str().unwrap());
        let name = match status {
            "" => "none",
            it if it.contains("detail=sie") => "SIE",
            it if it.contains("detail=swr") => "STALE",
            it if it.contains("; hit") => "HIT",
            it if it.contains("fwd=miss") => "MISS",
            it if it.contains("fwd=stale") => "EXPIRED",
            it if it.contains("fwd=bypass") => "BYPASS",
            it => it,
        };
        let collapsed = if status.contains("collapsed") {
            "+"
        } else {
            ""
        };
        let body = String::from_utf8(body.to_vec()).unwrap();
        TestResponse {
            line: format!("{} {name}{collapsed} {body}", parts.status.as_u16()),
            age: parts
                .headers
                .get(AGE)
                .and_then(|age| age.to_str().ok()?.parse().ok()),
        }
    }

    async fn get(&self) -> String {
        self.get_at("/a").await.line
    }

    fn start(&self, path: impl Into<String>) -> JoinHandle<TestResponse> {
        let (cache, path) = (self.clone(), path.into());
        tokio::spawn(async move { cache.get_at(&path).await })
    }

    fn runs(&self) -> usize {
        self.runs.load(Ordering::SeqCst)
    }

    fn advance(&self, seconds: f64) {
        self.clock.advance(Duration::from_secs_f64(seconds));
    }
}

/// Waits until all other tasks are blocked: paused time advances only then.
async fn settle() {
    tokio::time::sleep(Duration::from_millis(1)).await;
}
