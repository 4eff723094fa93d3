//! The suite `http-cache-tests` (cache-tests.fyi) against cached handlers.
//!
//! The suite tests shared caches of the kind of RFC 9111. The cache of this project is another kind: a cached handler is part of the
//! application, never sees the client's request, and its file states how long responses are fresh. The application here is as near to a
//! proxy as a user would write it: its handler fetches the response of the suite's origin, and takes over the lifetime of that
//! response. `expected.txt` lists the tests that fail, and the reason for each.
//!
//! The suite is not in the registries in its current version: `HTTP_CACHE_TESTS` is the folder of a checkout of
//! `github.com/http-tests/cache-tests`. Node.js must be installed.

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::Response,
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use router_runtime::{prelude::Result, routes, server::ServeOptions};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::PathBuf,
    process::Stdio,
    sync::{Arc, Mutex},
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    sync::oneshot,
};

routes!("http_cache_tests/app", state = Origin);

/// The expected failures: a line for each reason, and below it the tests, indented.
const EXPECTED: &str = include_str!("expected.txt");

/// The origin of the suite.
#[derive(Clone)]
pub struct Origin {
    address: String,
    client: Client<HttpConnector, Body>,
    /// The number of the latest request for each path.
    numbers: Arc<Mutex<HashMap<String, HeaderValue>>>,
}

impl Origin {
    fn at(address: String) -> Self {
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self {
            address,
            client,
            numbers: Arc::default(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Response> {
        let mut request = Request::get(path).body(Body::empty())?;
        if let Some(number) = self.numbers.lock().unwrap().get(path) {
            request.headers_mut().insert("req-num", number.clone());
        }
        self.pass_on(request).await
    }

    pub(crate) fn set_number(&self, path: &str, number: &HeaderValue) {
        let mut numbers = self.numbers.lock().unwrap();
        numbers.insert(path.to_owned(), number.clone());
    }

    pub(crate) async fn pass_on(&self, mut request: Request) -> Result<Response> {
        let target = request.uri().path_and_query();
        let target = target.map_or("/", |target| target.as_str());
        *request.uri_mut() = format!("http://{}{target}", self.address).parse()?;
        request.headers_mut().remove(header::HOST);
        let response = self.client.request(request).await?;
        Ok(response.map(Body::new))
    }
}

/// Returns the time in seconds for which a shared cache may reuse a response (RFC 9111 section 4.2.1); `None` if it must not store it.
pub(crate) fn lifetime(headers: &HeaderMap) -> Option<u32> {
    let text = |name: HeaderName| {
        let lines = headers.get_all(name).iter();
        let lines: Vec<_> = lines.filter_map(|line| line.to_str().ok()).collect();
        lines.join(",")
    };
    let control = text(header::CACHE_CONTROL).to_ascii_lowercase();
    let directives = || control.split(',').map(str::trim);
    if directives().any(|it| ["no-store", "private", "no-cache"].contains(&it)) {
        return None;
    }
    let seconds = |name: &str| {
        directives().find_map(|directive| {
            let value = directive.strip_prefix(name)?.strip_prefix('=')?;
            value.trim_matches('"').parse::<u64>().ok()
        })
    };
    let until_expiry = || {
        let date = |name| httpdate::parse_http_date(&text(name)).ok();
        let (expires, date) = (date(header::EXPIRES)?, date(header::DATE)?);
        Some(expires.duration_since(date).ok()?.as_secs())
    };
    let lifetime = seconds("s-maxage").or_else(|| seconds("max-age"));
    let lifetime = lifetime.or_else(until_expiry)?;
    let age = text(header::AGE).parse().unwrap_or(0);
    u32::try_from(lifetime.saturating_sub(age))
        .ok()
        .or(Some(u32::MAX))
}

#[tokio::test(flavor = "multi_thread")]
async fn case_115_the_failures_are_those_that_are_expected() {
    let Some(suite) = std::env::var_os("HTTP_CACHE_TESTS") else {
        eprintln!(
            "SKIPPED: set HTTP_CACHE_TESTS to a checkout of github.com/http-tests/cache-tests"
        );
        return;
    };
    let suite = PathBuf::from(suite);
    let (_origin, address) = start_origin(&suite).await;
    let (report, listening) = oneshot::channel();
    let options = ServeOptions::new()
        .port(0)
        .on_listening(|address| report.send(address.to_string()).unwrap());
    let service = app::service(Origin::at(address));
    tokio::spawn(service.serve_with(options));
    let base = listening.await.unwrap();

    let results = run_suite(&suite, &base).await;
    let expected = expected();
    let passed = results.values().filter(|failure| failure.is_none()).count();
    println!("{passed} of {} tests pass", results.len());
    let failed = results.iter().filter_map(|(id, failure)| {
        let failure = failure.as_ref()?;
        (!expected.contains(&**id)).then(|| format!("{id}: {failure}"))
    });
    let failed: Vec<_> = failed.collect();
    let fixed = expected
        .iter()
        .filter(|id| results.get(**id).is_none_or(Option::is_none));
    let fixed: Vec<_> = fixed.collect();
    assert!(
        failed.is_empty(),
        "not in expected.txt:\n{}",
        failed.join("\n")
    );
    assert!(
        fixed.is_empty(),
        "in expected.txt, but not failed: {fixed:?}"
    );
}

fn expected() -> BTreeSet<&'static str> {
    let lines = EXPECTED
        .lines()
        .filter_map(|line| line.strip_prefix("    "));
    lines.collect()
}

/// Starts the origin of the suite on a free port. Returns its address.
async fn start_origin(suite: &std::path::Path) -> (Child, String) {
    let folder = tempfile::tempdir().unwrap();
    let mut origin = Command::new("node")
        .arg("test-engine/server/server.mjs")
        .current_dir(suite)
        .env("npm_config_protocol", "http")
        .env("npm_config_port", "0")
        .env("npm_config_pidfile", folder.path().join("pid"))
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("Node.js is installed");
    let mut lines = BufReader::new(origin.stdout.take().unwrap()).lines();
    while let Some(line) = lines.next_line().await.unwrap() {
        if let Some((_, port)) = line.trim_end_matches('/').rsplit_once(':') {
            return (origin, format!("localhost:{port}"));
        }
    }
    panic!("the origin of the suite does not start");
}

/// Runs the suite. Returns the failure of each test, if it failed.
async fn run_suite(suite: &std::path::Path, base: &str) -> BTreeMap<String, Option<String>> {
    let output = Command::new("node")
        .args(["--no-warnings", "test-engine/cli.mjs"])
        .current_dir(suite)
        .env("npm_config_base", base)
        .env("npm_package_config_id", "")
        .output()
        .await
        .expect("Node.js is installed");
    let results: BTreeMap<String, serde_json::Value> = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| {
            panic!("{error}: {}", String::from_utf8_lossy(&output.stderr));
        });
    let failure = |result: serde_json::Value| (result != true).then(|| result.to_string());
    let results = results.into_iter();
    results.map(|(id, result)| (id, failure(result))).collect()
}
