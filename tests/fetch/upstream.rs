//! The upstream and the handlers that call it, both controlled by the test.

use axum::{
    Router,
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use router_runtime::{Fetch, fetch::FetchError};
use router_tests::handlers::Handlers;
use std::{
    error::Error as StdError,
    pin::Pin,
    sync::{Arc, Mutex, OnceLock},
};
use tokio::net::TcpListener;

type Call = Pin<Box<dyn Future<Output = Result<String, FetchError>> + Send>>;
type Plan = Arc<dyn Fn(Fetch) -> Call + Send + Sync>;

/// The state of one application, with its upstream.
#[derive(Clone, Default)]
pub struct Upstream(Arc<Inner>);

#[derive(Default)]
struct Inner {
    /// The handlers of the upstream. Their names are the paths without the first slash.
    handlers: Handlers,
    base: OnceLock<String>,
    plan: Mutex<Option<Plan>>,
    /// The requests that reached the upstream, as `GET /path?query name: value …`.
    heads: Mutex<Vec<String>>,
}

impl AsRef<Handlers> for Upstream {
    fn as_ref(&self) -> &Handlers {
        &self.0.handlers
    }
}

impl Upstream {
    /// Opens the upstream on a free port.
    pub async fn open(&self) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        self.0.base.set(base).unwrap();
        let upstream = self.clone();
        let respond = move |request: Request| async move { upstream.respond(request).await };
        let router = Router::new().fallback(respond);
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    }

    async fn respond(&self, request: Request) -> Response {
        let mut head = format!("{} {}", request.method(), request.uri());
        for (name, value) in request.headers() {
            head = format!("{head} {name}: {}", value.to_str().unwrap());
        }
        self.0.heads.lock().unwrap().push(head);
        let name = request.uri().path().trim_start_matches('/').to_owned();
        let response = self.0.handlers.run(&name).await;
        response.unwrap_or_else(|_| StatusCode::IM_A_TEAPOT.into_response())
    }

    /// The URL of a path of the upstream.
    pub fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.0.base.get().unwrap())
    }

    pub fn heads(&self) -> Vec<String> {
        self.0.heads.lock().unwrap().clone()
    }

    /// Sets the call that the handlers of the application make.
    pub fn plan_calls<F, T>(&self, plan: F)
    where
        F: Fn(Fetch) -> T + Send + Sync + 'static,
        T: Future<Output = Result<String, FetchError>> + Send + 'static,
    {
        *self.0.plan.lock().unwrap() = Some(Arc::new(move |fetch| Box::pin(plan(fetch))));
    }

    /// Makes that call. The response has the fetched text, or status 500 and the error with its causes.
    pub async fn call(&self, fetch: Fetch) -> Response {
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
