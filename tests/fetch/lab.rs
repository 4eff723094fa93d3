//! What handlers and their upstream do, steered by each test.

use super::upstreams;
use axum::{
    Router,
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use router_runtime::{Fetch, cache::Cache, fetch::FetchError};
use std::{
    error::Error as StdError,
    ops::Deref,
    pin::Pin,
    sync::{Arc, Mutex, OnceLock},
};
use tokio::net::TcpListener;

type Asking = Pin<Box<dyn Future<Output = Result<String, FetchError>> + Send>>;
type Plan = Arc<dyn Fn(Fetch) -> Asking + Send + Sync>;

/// The state of one built application, and its upstream.
#[derive(Clone, Default)]
pub struct Lab(Arc<Inner>);

#[derive(Default)]
struct Inner {
    upstream: upstreams::Lab,
    base: OnceLock<String>,
    plan: Mutex<Option<Plan>>,
    /// What reached the upstream: heads as `GET /path?query name: value …`.
    heads: Mutex<Vec<String>>,
}

/// The upstream: what it answers is planned by path, without the slash, and by default its name and how often it was asked.
impl Deref for Lab {
    type Target = upstreams::Lab;

    fn deref(&self) -> &upstreams::Lab {
        &self.0.upstream
    }
}

impl Lab {
    pub fn set_cache(&self, cache: Cache) {
        self.0.upstream.set_cache(cache);
    }

    /// Opens the upstream on a free port.
    pub async fn open(&self) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        self.0.base.set(base).unwrap();
        let lab = self.clone();
        let answers = move |request: Request| async move { lab.answer(request).await };
        let router = Router::new().fallback(answers);
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    }

    async fn answer(&self, request: Request) -> Response {
        let mut head = format!("{} {}", request.method(), request.uri());
        for (name, value) in request.headers() {
            head = format!("{head} {name}: {}", value.to_str().unwrap());
        }
        self.0.heads.lock().unwrap().push(head);
        let name = request.uri().path().trim_start_matches('/').to_owned();
        let answer = self.run(&name).await;
        answer.unwrap_or_else(|_| StatusCode::IM_A_TEAPOT.into_response())
    }

    /// A path of the upstream, as an address.
    pub fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.0.base.get().unwrap())
    }

    pub fn heads(&self) -> Vec<String> {
        self.0.heads.lock().unwrap().clone()
    }

    /// From now on the handlers that are steered do this.
    pub fn asks<F, T>(&self, plan: F)
    where
        F: Fn(Fetch) -> T + Send + Sync + 'static,
        T: Future<Output = Result<String, FetchError>> + Send + 'static,
    {
        *self.0.plan.lock().unwrap() = Some(Arc::new(move |fetch| Box::pin(plan(fetch))));
    }

    /// The handlers that are steered: what was fetched, or a 500 with all that the error says.
    pub async fn ask(&self, fetch: Fetch) -> Response {
        let plan = self.0.plan.lock().unwrap().clone().unwrap();
        match plan(fetch).await {
            Ok(text) => text.into_response(),
            Err(error) => {
                let mut text = format!("{error}");
                let mut cause = error.source();
                while let Some(error) = cause {
                    text = format!("{text}: {error}");
                    cause = error.source();
                }
                (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
            }
        }
    }
}
