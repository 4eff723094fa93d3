//! One instance of the application: a process with the real server, cache and store.

use crate::{
    body,
    http::Http,
    meters::Meters,
    workload::{MAX_BYTES, RUN_TIMEOUT},
};
use axum::http::header::{CACHE_CONTROL, SET_COOKIE};
use router_runtime::{
    ServeError,
    cache::{CacheOptions, Consistency, Redis},
    prelude::*,
};
use std::{env, net::SocketAddr, process::exit, time::Duration};

/// The variables that an instance gets: the address of the truth, its life, `strong` or nothing.
pub const TRUTH: &str = "HISTORY_TRUTH";
pub const LIFE: &str = "HISTORY_LIFE";
pub const REDIS: &str = "HISTORY_REDIS";
pub const CONSISTENCY: &str = "HISTORY_CONSISTENCY";
/// The variable with the timeout of an operation on Redis in milliseconds, if it is not the usual one.
pub const TIMEOUT: &str = "HISTORY_TIMEOUT";

/// The state of the handlers.
#[derive(Clone)]
pub struct Instance {
    http: Http,
    truth: SocketAddr,
    life: String,
    meters: Meters,
}

/// Serves until the process is killed, or the checker is gone.
pub async fn serve() -> Result<(), ServeError> {
    tracing_subscriber::fmt().init();
    let variable = |name| env::var(name).expect("the checker sets it");
    let instance = Instance {
        http: Http::default(),
        truth: variable(TRUTH).parse().expect("an address"),
        life: variable(LIFE),
        meters: Meters::install(),
    };
    let consistency = match &*variable(CONSISTENCY) {
        "strong" => Consistency::Strong,
        _ => Consistency::default(),
    };
    let mut redis = Redis::new(variable(REDIS))
        .application("history")
        .consistency(consistency);
    if let Ok(timeout) = env::var(TIMEOUT) {
        redis = redis.timeout(Duration::from_millis(timeout.parse().expect("a number")));
    }
    let options = CacheOptions::new()
        .max_bytes(MAX_BYTES)
        .max_entry(16 << 10)
        .regen_timeout(RUN_TIMEOUT)
        .namespace("history")
        .shared(redis);
    tokio::spawn(instance.clone().report());
    crate::app::builder(instance)
        .cache(options)
        .service()
        .serve()
        .await
}

impl Instance {
    /// Runs as the truth says: the response has its version.
    pub async fn run(&self, key: &str) -> Result<Response> {
        let (life, failures) = (&self.life, self.meters.failures());
        let started = self
            .ask(&format!("/run?key={key}&life={life}&failures={failures}"))
            .await?;
        let parts: Vec<&str> = started.split(' ').collect();
        let [run, version, millis, kind] = parts[..] else {
            return Err(unexpected(&started));
        };
        let millis = millis.parse().map_err(|_| unexpected(&started))?;
        tokio::time::sleep(Duration::from_millis(millis)).await;
        self.ask(&format!("/end?run={run}")).await?;
        let body = body::write(run, key, version);
        Ok(match kind {
            "Failure" => (StatusCode::SERVICE_UNAVAILABLE, body).into_response(),
            "Cookie" => ([(SET_COOKIE, format!("run={run}"))], body).into_response(),
            "Private" => ([(CACHE_CONTROL, "private")], body).into_response(),
            _ => body.into_response(),
        })
    }

    async fn ask(&self, path: &str) -> Result<String> {
        let text = self.http.text(self.truth, path).await;
        text.map_err(|error| unexpected(&error.to_string()))
    }

    /// Reports the meters, until the checker is gone.
    async fn report(self) {
        loop {
            let (life, bytes, failures) = (&self.life, self.meters.bytes(), self.meters.failures());
            let paused = self.meters.paused();
            let path =
                format!("/meter?life={life}&bytes={bytes}&failures={failures}&paused={paused}");
            if self.http.text(self.truth, &path).await.is_err() {
                exit(0);
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

fn unexpected(text: &str) -> Error {
    std::io::Error::other(text.to_owned()).into()
}
