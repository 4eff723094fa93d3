//! What the handlers of the application do, steered by each test.

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

type Making = Pin<Box<dyn Future<Output = Result<Response>> + Send>>;
type Plan = Arc<dyn Fn(usize) -> Making + Send + Sync>;

/// The state of one built application.
#[derive(Clone, Default)]
pub struct Lab(Arc<Inner>);

#[derive(Default)]
struct Inner {
    handlers: Mutex<HashMap<String, Handler>>,
    cache: OnceLock<Cache>,
    known: Mutex<Vec<String>>,
    truth: AtomicU64,
}

#[derive(Default)]
struct Handler {
    runs: usize,
    plan: Option<Plan>,
}

impl Lab {
    /// Runs the handler of that name: by default it answers with its name and how often it ran.
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

    /// What it answers, as text.
    pub async fn text(&self, name: &str) -> Result<String, String> {
        let answer = self.run(name).await.map_err(|error| format!("{error:?}"))?;
        let body = axum::body::to_bytes(answer.into_body(), 1024).await;
        String::from_utf8(body.unwrap().to_vec()).map_err(|error| error.to_string())
    }

    /// How often it ran.
    pub fn runs(&self, name: &str) -> usize {
        let handlers = self.0.handlers.lock().unwrap();
        handlers.get(name).map_or(0, |handler| handler.runs)
    }

    /// From now on it does this, told the number of its run.
    pub fn plan<F, T>(&self, name: &str, plan: F)
    where
        F: Fn(usize) -> T + Send + Sync + 'static,
        T: Future<Output = Result<Response>> + Send + 'static,
    {
        let mut handlers = self.0.handlers.lock().unwrap();
        handlers.entry(name.to_owned()).or_default().plan =
            Some(Arc::new(move |run| Box::pin(plan(run))));
    }

    /// From now on it answers this.
    pub fn reply<R: IntoResponse + 'static>(&self, name: &str, reply: fn(usize) -> R) {
        self.plan(name, move |run| {
            let response = reply(run).into_response();
            async { Ok(response) }
        });
    }

    /// From now on it does what it does by default.
    pub fn heal(&self, name: &str) {
        let mut handlers = self.0.handlers.lock().unwrap();
        handlers.entry(name.to_owned()).or_default().plan = None;
    }

    /// From now on it never answers.
    pub fn hang(&self, name: &str) {
        self.plan(name, |_| std::future::pending());
    }

    /// From now on its runs wait at a gate, and answer with their number.
    pub fn gate(&self, name: &str) -> Gate {
        let gate = Gate::default();
        let (name, inside) = (name.to_owned(), gate.clone());
        self.plan(&name.clone(), move |run| {
            let (name, gate) = (name.clone(), inside.clone());
            async move {
                gate.pass().await;
                Ok(format!("{name} {run}").into_response())
            }
        });
        gate
    }

    pub fn cache(&self) -> &Cache {
        self.0.cache.get().unwrap()
    }

    pub fn set_cache(&self, cache: Cache) {
        self.0.cache.get_or_init(|| cache);
    }

    pub fn known(&self) -> Vec<String> {
        self.0.known.lock().unwrap().clone()
    }

    pub fn set_known(&self, known: &[&str]) {
        *self.0.known.lock().unwrap() = known.iter().map(ToString::to_string).collect();
    }

    pub fn truth(&self) -> u64 {
        self.0.truth.load(Ordering::SeqCst)
    }

    pub fn change(&self) -> u64 {
        self.0.truth.fetch_add(1, Ordering::SeqCst) + 1
    }
}

/// Where runs of a handler wait.
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
