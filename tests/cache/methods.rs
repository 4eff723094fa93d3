//! Cases 19 to 24: HEAD, the other methods, and request headers for caches.

use crate::{both_ways, both_ways_with};
use router_runtime::{cache::CacheOptions, prelude::*};
use router_tests::{request::request, wait::wait_for};

#[tokio::test]
async fn case_19_head() {
    // Cached GET, HEAD, then HEAD of a cold key: same headers and length, no body; a cold HEAD runs GET and stores.
    for app in both_ways().await {
        app.get("/minute").await;
        let get = app.get("/minute").await;
        let head = app.method("HEAD", "/minute").await;
        assert_eq!((head.status, head.body.as_str()), (200, ""));
        for name in get.headers.keys().filter(|name| *name != "date") {
            assert_eq!(head.headers.get(name), get.headers.get(name), "{name}");
        }
        assert_eq!(head.header("content-length"), Some("8"));
        let cold = app.method("HEAD", "/two").await;
        assert_eq!(cold.line(), "200 MISS stored ");
        assert_eq!(cold.header("content-length"), Some("5"));
        assert_eq!(app.get("/two").await.line(), "200 HIT two 1");
    }
}

#[tokio::test]
async fn case_20_post_with_a_cached_get() {
    // A file with GET (force-static) and POST: POST runs; GET cached before; after a 2xx POST, GET is MISS.
    for app in both_ways().await {
        app.get("/mixed").await;
        assert_eq!(app.get("/mixed").await.line(), "200 HIT mixed 1");
        for method in ["POST", "DELETE"] {
            let response = app.method(method, "/mixed").await;
            assert_eq!(response.line(), format!("200 none {method} mixed 1"));
        }
        assert_eq!(app.get("/mixed").await.line(), "200 EXPIRED stored mixed 2");
        assert_eq!(app.get("/mixed").await.line(), "200 HIT mixed 2");
        app.state.respond("POST mixed", |_| {
            (StatusCode::SEE_OTHER, [("location", "/")])
        });
        app.method("POST", "/mixed").await;
        assert_eq!(app.get("/mixed").await.line(), "200 EXPIRED stored mixed 3");
        // These ask the client to repeat the request elsewhere.
        for respond in [
            |_| (StatusCode::TEMPORARY_REDIRECT, [("location", "/")]),
            |_| (StatusCode::PERMANENT_REDIRECT, [("location", "/")]),
        ] {
            app.state.respond("POST mixed", respond);
            app.method("POST", "/mixed").await;
            assert_eq!(app.get("/mixed").await.line(), "200 HIT mixed 3");
        }
    }
}

#[tokio::test]
async fn case_20_other_paths_of_a_write() {
    for app in both_ways().await {
        let own = format!("http://{}/minute?a=1#b", app.address());
        let created = StatusCode::CREATED;
        for (status, name, value, is_expired) in [
            (StatusCode::OK, "content-location", "/minute", true),
            (created, "location", "/minute#there", true),
            (created, "location", &*own, true),
            (
                created,
                "location",
                "http://elsewhere.example/minute",
                false,
            ),
            (created, "location", "//elsewhere.example/minute", false),
            (created, "location", "minute", false),
            (created, "location", "\u{e9}", false),
            // The target of a redirect may come from the request.
            (StatusCode::SEE_OTHER, "location", "/minute", false),
            (StatusCode::CONFLICT, "content-location", "/minute", false),
        ] {
            app.get("/minute").await;
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            app.state.plan("POST mixed", move |_| {
                let response = (status, [(name, value.clone())]).into_response();
                async { Ok(response) }
            });
            let host = app.address().to_string();
            let post = request("POST", "/mixed", &[("host", &host)]);
            assert_eq!(app.send(post).await.status, status.as_u16());
            let state = app.get("/minute").await.state();
            let expected = if is_expired { "EXPIRED stored" } else { "HIT" };
            assert_eq!(state, expected, "{status} {name}");
        }
    }
}

/// The client disconnects during a POST, whose handler may have changed something already.
#[tokio::test]
async fn case_20_a_post_that_is_not_waited_for() {
    for app in both_ways().await {
        app.get("/mixed").await;
        app.state.hang("POST mixed");
        let mut connection = app.connect().await;
        let post = tokio::spawn(async move {
            connection.send(request("POST", "/mixed", &[])).await;
        });
        app.wait_for_runs("POST mixed", 1).await;
        post.abort();
        let outcome = async || {
            let line = app.get("/mixed").await.line();
            assert_ne!(line, "200 EXPIRED stored mixed 2");
            (line == "200 STALE mixed 1").then_some(())
        };
        wait_for("a stale response", outcome).await;
        app.get_until("/mixed", "mixed 2").await;
    }
}

#[tokio::test]
async fn case_20_can_be_switched_off() {
    for app in both_ways_with(|options| options.expire_on_write(false)).await {
        app.get("/mixed").await;
        app.method("POST", "/mixed").await;
        assert_eq!(app.get("/mixed").await.line(), "200 HIT mixed 1");
    }
}

#[tokio::test]
async fn case_21_failed_post() {
    // POST replies 4xx or 5xx, GET: still HIT.
    for app in both_ways().await {
        app.get("/mixed").await;
        app.state.respond("POST mixed", |_| StatusCode::CONFLICT);
        app.method("POST", "/mixed").await;
        app.state.respond("POST mixed", |_| StatusCode::BAD_GATEWAY);
        app.method("POST", "/mixed").await;
        assert_eq!(app.get("/mixed").await.line(), "200 HIT mixed 1");
    }
}

#[tokio::test]
async fn case_22_other_methods() {
    // A GET-only file, PUT, POST, OPTIONS: 405 with Allow, the automatic OPTIONS; the cache is untouched.
    for app in both_ways().await {
        app.get("/minute").await;
        for (method, status) in [("PUT", 405), ("POST", 405), ("OPTIONS", 204)] {
            let response = app.method(method, "/minute").await;
            assert_eq!(response.status, status, "{method}");
            assert_eq!(
                response.header("allow"),
                Some("GET, HEAD, OPTIONS"),
                "{method}"
            );
            assert_eq!(response.state(), "none");
        }
        assert_eq!(app.get("/minute").await.line(), "200 HIT minute 1");
    }
}

#[tokio::test]
async fn case_23_clients_cannot_force_work() {
    // Client `no-cache`, `Pragma`, `max-age=0`, GET: HIT, no run.
    for app in both_ways().await {
        app.get("/minute").await;
        for header in [
            ("cache-control", "no-cache"),
            ("cache-control", "no-store"),
            ("cache-control", "max-age=0"),
            ("pragma", "no-cache"),
        ] {
            let response = app.get_with("/minute", &[header]).await;
            assert_eq!(response.line(), "200 HIT minute 1", "{header:?}");
        }
    }
}

#[tokio::test]
async fn case_24_on_demand_token() {
    // Valid token, GET: REVALIDATED and one run; invalid token: a plain HIT.
    let limits =
        |options: CacheOptions| options.on_demand_token("0123456789abcdef0123456789abcdef");
    for app in both_ways_with(limits).await {
        app.get("/minute").await;
        for invalid in ["", "0123456789abcdef0123456789abcdeF", "0123456789abcdef"] {
            let headers = [("x-prerender-revalidate", invalid)];
            let response = app.get_with("/minute", &headers).await;
            assert_eq!(response.line(), "200 HIT minute 1", "{invalid}");
        }
        let headers = [("x-prerender-revalidate", "0123456789abcdef0123456789abcdef")];
        let response = app.get_with("/minute", &headers).await;
        assert_eq!(response.line(), "200 REVALIDATED stored minute 2");
        assert_eq!(app.get("/minute").await.line(), "200 HIT minute 2");
        assert_eq!(app.state.runs("minute"), 2);
    }
    // Without a configured token the header has no effect.
    for app in both_ways().await {
        app.get("/minute").await;
        let response = app
            .get_with("/minute", &[("x-prerender-revalidate", "")])
            .await;
        assert_eq!(response.state(), "HIT");
    }
}

#[test]
fn a_token_that_could_be_guessed_is_refused() {
    assert!(
        CacheOptions::new()
            .on_demand_token("0123456789abcde")
            .check()
            .is_err()
    );
    assert!(
        CacheOptions::new()
            .on_demand_token("0123456789abcdef")
            .check()
            .is_ok()
    );
}
