//! Handlers that a test controls while they run.

use axum::response::IntoResponse;
use router_runtime::{cache::Cache, prelude::*};
use std::{
    collections::HashMap,
    pin::Pin,
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::sync::Semaphore;

type Run = Pin<Box<dyn Future<Output = Result<Response>> + Send>>;
type Plan = Arc<dyn Fn(usize) -> Run + Send + Sync>;

/// The state of one application: its handlers by name, their number of runs and their behavior.
#[derive(Clone, Default)]
pub struct Handlers(Arc<Inner>);

#[derive(Default)]
struct Inner {
    handlers: Mutex<HashMap<String, Handler>>,
    cache: OnceLock<Cache>,
    static_params: Mutex<Vec<String>>,
    version: AtomicU64,
}

#[derive(Default)]
struct Handler {
    runs: usize,
    plan: Option<Plan>,
}

impl Handlers {
    /// Runs the handler of that name. By default it responds with its name and the number of the run.
    pub async fn run(&self, name: &str) -> Result<Response> {
        let (run, plan) = {
            let mut handlers = self.0.handlers.lock().unwrap();
            let handler = handlers.entry(name.to_owned()).or_default();
            handler.runs += 1;
            (handler.runs, handler.plan.clone())
        };
        match plan {
            Some(plan) => plan(run).await,
            None => Ok(format!("{name} {run}").into_response()),
        }
    }

    /// Runs the handler of that name and returns the body of its response.
    pub async fn text(&self, name: &str) -> Result<String, String> {
        let response = self.run(name).await;
        let response = response.map_err(|error| format!("{error:?}"))?;
        let body = axum::body::to_bytes(response.into_body(), 1024).await;
        String::from_utf8(body.unwrap().to_vec()).map_err(|error| error.to_string())
    }

    /// The number of runs of the handler of that name.
    pub fn runs(&self, name: &str) -> usize {
        let handlers = self.0.handlers.lock().unwrap();
        handlers.get(name).map_or(0, |handler| handler.runs)
    }

    /// Replaces a handler. The function takes the number of the run.
    pub fn plan<F, T>(&self, name: &str, plan: F)
    where
        F: Fn(usize) -> T + Send + Sync + 'static,
        T: Future<Output = Result<Response>> + Send + 'static,
    {
        let mut handlers = self.0.handlers.lock().unwrap();
        handlers.entry(name.to_owned()).or_default().plan =
            Some(Arc::new(move |run| Box::pin(plan(run))));
    }

    /// Lets a handler respond with this. The function takes the number of the run.
    pub fn respond<R: IntoResponse + 'static>(&self, name: &str, respond: fn(usize) -> R) {
        self.plan(name, move |run| {
            let response = respond(run).into_response();
            async { Ok(response) }
        });
    }

    /// Restores the default behavior of a handler.
    pub fn reset(&self, name: &str) {
        let mut handlers = self.0.handlers.lock().unwrap();
        handlers.entry(name.to_owned()).or_default().plan = None;
    }

    /// Makes a handler wait forever.
    pub fn hang(&self, name: &str) {
        self.plan(name, |_| std::future::pending());
    }

    /// Lets the runs of a handler wait at a gate and respond as by default.
    pub fn gate(&self, name: &str) -> Gate {
        let gate = Gate::default();
        let (own_name, own_gate) = (name.to_owned(), gate.clone());
        self.plan(name, move |run| {
            let (name, gate) = (own_name.clone(), own_gate.clone());
            async move {
                gate.pass().await;
                Ok(format!("{name} {run}").into_response())
            }
        });
        gate
    }

    /// The same handlers for another application: they count on, and have no cache yet.
    pub fn without_cache(&self) -> Self {
        let handlers = std::mem::take(&mut *self.0.handlers.lock().unwrap());
        Self(Arc::new(Inner {
            handlers: Mutex::new(handlers),
            static_params: Mutex::new(self.static_params()),
            version: AtomicU64::new(self.0.version.load(Ordering::Relaxed)),
            cache: OnceLock::new(),
        }))
    }

    /// The cache of the application.
    pub fn cache(&self) -> &Cache {
        self.0.cache.get().unwrap()
    }

    pub fn set_cache(&self, cache: Cache) {
        self.0.cache.get_or_init(|| cache);
    }

    /// The parameter values that `generate_static_params` lists.
    pub fn static_params(&self) -> Vec<String> {
        self.0.static_params.lock().unwrap().clone()
    }

    pub fn set_static_params(&self, values: &[&str]) {
        *self.0.static_params.lock().unwrap() = values.iter().map(ToString::to_string).collect();
    }

    /// A number that handlers read and change, as they would the data of an application.
    pub fn version(&self) -> u64 {
        self.0.version.load(Ordering::SeqCst)
    }

    /// Increases [`version`](Self::version) by one and returns it.
    pub fn next_version(&self) -> u64 {
        self.0.version.fetch_add(1, Ordering::SeqCst) + 1
    }
}

impl AsRef<Self> for Handlers {
    fn as_ref(&self) -> &Self {
        self
    }
}

/// A gate at which runs of a handler wait.
#[derive(Clone)]
pub struct Gate(Arc<Semaphore>);

impl Default for Gate {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(0)))
    }
}

impl Gate {
    /// Waits until a run may pass.
    pub async fn pass(&self) {
        self.0.acquire().await.unwrap().forget();
    }

    /// Lets that many runs pass.
    pub fn open(&self, runs: usize) {
        self.0.add_permits(runs);
    }
}
