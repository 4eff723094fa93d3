//! An outage in the log, in the metrics, and for a load balancer.

use super::{Instance, redis};
use crate::app;
use metrics::set_default_local_recorder;
use router_runtime::{
    cache::{CacheOptions, RevalidateError},
    server::ServeOptions,
};
use router_tests::{
    handlers::Handlers,
    log::Log,
    raw::Client,
    recorder::Values,
    redis_server::{Fault, FaultyProxy, RedisServer},
    wait::{TIMEOUT, wait_for},
};
use std::{thread, time::Duration};
use tokio::{
    runtime::Runtime,
    sync::oneshot,
    time::{Instant, sleep, timeout},
};

const BEGIN: &str = "the shared store of the cache cannot be used, so this instance works alone";
const END: &str = "the shared store of the cache can be used again";

/// The warnings, errors and ends of outages since the last call.
fn reported(log: &Log) -> Vec<String> {
    let lines = log.take().into_iter();
    let is_reported =
        |line: &String| line.contains(" WARN ") || line.contains(" ERROR ") || line.contains(END);
    lines.filter(is_reported).collect()
}

#[tokio::test]
async fn an_outage_is_logged_once_and_so_is_its_end() {
    let Some(mut server) = RedisServer::start() else {
        return;
    };
    let (log, _guard) = Log::begin();
    let instance = Instance::start(&server.url()).await;
    // That of the start.
    reported(&log);
    for outage in 0..2 {
        server.kill();
        // The connection is tried about every second.
        let end = Instant::now() + Duration::from_millis(2_500);
        let mut request = 0;
        while Instant::now() < end {
            request += 1;
            let cold = instance.get(&format!("/cold-{outage}-{request}")).await;
            assert_eq!(cold.status, 200);
            assert_eq!(instance.get("/hot").await.status, 200);
            let refused = instance.cache.update_tag("other").await;
            assert_eq!(refused, Err(RevalidateError::Degraded));
            sleep(Duration::from_millis(5)).await;
        }
        assert!(request > 20, "{request} requests");
        let lines = reported(&log);
        assert_eq!(lines.len(), 1, "{lines:#?}");
        assert!(lines[0].contains(" WARN ") && lines[0].contains(BEGIN));
        assert!(
            lines[0].contains(&server.address().to_string()),
            "{}",
            lines[0]
        );
        server.restart();
        instance.wait().await;
        for request in 0..20 {
            instance.get(&format!("/warm-{outage}-{request}")).await;
        }
        let lines = reported(&log);
        assert_eq!(lines.len(), 1, "{lines:#?}");
        assert!(lines[0].contains(" INFO ") && lines[0].contains(END));
    }
}

/// The values of the gauges: the connection, the queue, and the lag of the log.
fn gauges(values: &Values) -> [Option<f64>; 3] {
    ["rcache_l2_up", "rcache_l2_queue", "rcache_l2_lag"].map(|name| values.last(name))
}

async fn wait_for_gauges(values: &Values, expected: [f64; 3]) {
    wait_for(&format!("the gauges {expected:?}"), async || {
        (gauges(values) == expected.map(Some)).then_some(())
    })
    .await;
}

fn count(values: &Values, operation: &str, result: &str) -> f64 {
    let series = format!("rcache_l2 tier=redis operation={operation} result={result}");
    values.last(&series).unwrap_or_default()
}

#[tokio::test]
async fn an_outage_is_shown_by_the_metrics() {
    let Some(mut server) = RedisServer::start() else {
        return;
    };
    let values = Values::default();
    let _guard = set_default_local_recorder(&values);
    let instance = Instance::start(&server.url()).await;
    wait_for_gauges(&values, [1.0, 0.0, 0.0]).await;
    // Each of these counts once for each run. The record of a run is stored after its response.
    let counts = || {
        [("get", "absent"), ("lease", "granted"), ("put", "stored")]
            .map(|(operation, result)| count(&values, operation, result))
    };
    let wait_for_runs = async |runs: f64| {
        wait_for(&format!("{runs} runs in the metrics"), async || {
            let are_equal = counts().iter().all(|count| (count - runs).abs() < 0.1);
            are_equal.then_some(())
        })
        .await;
    };
    let before = counts()[0];
    wait_for_runs(before).await;
    for path in ["/a", "/b", "/c"] {
        instance.get(path).await;
    }
    wait_for_runs(before + 3.0).await;
    instance.cache.update_tag("items").await.unwrap();
    assert!(count(&values, "invalidate", "ok") > 0.0);
    assert!(count(&values, "get", "unavailable") < 0.1);
    server.kill();
    for number in 0..3 {
        let degraded = instance.cache.update_tag(&format!("tag-{number}")).await;
        assert_eq!(degraded, Err(RevalidateError::Degraded));
    }
    instance.get("/cold").await;
    wait_for_gauges(&values, [0.0, 3.0, 0.0]).await;
    assert!(count(&values, "invalidate", "unavailable") > 2.9);
    assert!(count(&values, "get", "unavailable") > 0.9);
    let durations = values.of("rcache_l2_duration tier=redis operation=");
    for operation in ["get", "lease", "put", "invalidate"] {
        assert!(durations.contains_key(operation), "{durations:?}");
    }
    server.restart();
    wait_for_gauges(&values, [1.0, 0.0, 0.0]).await;
}

#[tokio::test]
async fn the_lag_is_the_number_of_invalidations_that_were_missed() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let proxy = FaultyProxy::start(server.address());
    let values = Values::default();
    let _guard = set_default_local_recorder(&values);
    let instance = Instance::start(&proxy.url()).await;
    wait_for_gauges(&values, [1.0, 0.0, 0.0]).await;
    proxy.set(Fault::Refuse);
    wait_for_gauges(&values, [0.0, 0.0, 0.0]).await;
    let url = server.url();
    // On a thread of its own, so that its metrics are not those of the test.
    let other = thread::spawn(move || {
        Runtime::new().unwrap().block_on(async {
            let other = Instance::start(&url).await;
            for number in 0..7 {
                let tag = format!("tag-{number}");
                other.cache.update_tag(&tag).await.unwrap();
            }
        });
    });
    other.join().unwrap();
    proxy.set(Fault::None);
    instance.wait().await;
    wait_for_gauges(&values, [1.0, 0.0, 0.0]).await;
    let lag = values.of("rcache_l2_lag").remove("").unwrap();
    assert!(lag.contains(&7.0), "{lag:?}");
}

#[tokio::test]
async fn a_server_without_its_shared_store_is_ready() {
    let Some(mut server) = RedisServer::start() else {
        return;
    };
    for is_up_at_start in [false, true] {
        if is_up_at_start {
            server.restart();
        } else {
            server.kill();
        }
        let options = CacheOptions::new().shared(redis(&server.url()));
        let handlers = Handlers::default();
        let builder = app::builder(handlers.clone())
            .cache(options)
            .readiness_path("/health/ready");
        handlers.set_cache(builder.cache_handle());
        let (report, reported) = oneshot::channel();
        let local = ServeOptions::new().host("127.0.0.1").port(0);
        let local = local.on_listening(|address| report.send(address.clone()).unwrap());
        let serving = tokio::spawn(builder.service().serve_with(local));
        let address = timeout(TIMEOUT, reported).await.unwrap().unwrap();
        let mut client = Client::connect(address.as_tcp().unwrap()).await;
        wait_for("the server is ready", async || {
            let response = client.get("/health/ready").await;
            response.starts_with("HTTP/1.1 200 ").then_some(())
        })
        .await;
        server.kill();
        for path in ["/a", "/a", "/static", "/b"] {
            let response = client.get(path).await;
            assert!(response.starts_with("HTTP/1.1 200 "), "{path}: {response}");
            let ready = client.get("/health/ready").await;
            assert!(ready.starts_with("HTTP/1.1 200 "), "{ready}");
        }
        let cold = client.get("/c").await;
        assert!(cold.contains("detail=l2-down"), "{cold}");
        serving.abort();
    }
}
