//! Cases 19 to 24: HEAD, the other methods, and what clients ask of a cache.

use super::house::{houses, houses_with, patiently, request};
use router_runtime::{cache::CacheOptions, prelude::*};

#[tokio::test]
async fn case_19_head() {
    // Cached GET, HEAD, then HEAD of a cold key: same headers and length, no body; a cold HEAD runs GET and stores.
    for house in houses().await {
        house.get("/minute").await;
        let get = house.get("/minute").await;
        let head = house.method("HEAD", "/minute").await;
        assert_eq!((head.status, head.body.as_str()), (200, ""));
        for name in get.headers.keys().filter(|name| *name != "date") {
            assert_eq!(head.headers.get(name), get.headers.get(name), "{name}");
        }
        assert_eq!(head.header("content-length"), Some("8"));
        let cold = house.method("HEAD", "/two").await;
        assert_eq!(cold.line(), "200 MISS stored ");
        assert_eq!(cold.header("content-length"), Some("5"));
        assert_eq!(house.get("/two").await.line(), "200 HIT two 1");
    }
}

#[tokio::test]
async fn case_20_post_beside_get() {
    // A file with GET (force-static) and POST: POST runs; GET cached before; after a 2xx POST, GET is MISS.
    for house in houses().await {
        house.get("/beside").await;
        assert_eq!(house.get("/beside").await.line(), "200 HIT beside 1");
        for method in ["POST", "DELETE"] {
            let answer = house.method(method, "/beside").await;
            assert_eq!(answer.line(), format!("200 none {method} beside 1"));
        }
        assert_eq!(
            house.get("/beside").await.line(),
            "200 EXPIRED stored beside 2"
        );
        assert_eq!(house.get("/beside").await.line(), "200 HIT beside 2");
        house.lab.reply("POST beside", |_| {
            (StatusCode::SEE_OTHER, [("location", "/")])
        });
        house.method("POST", "/beside").await;
        assert_eq!(
            house.get("/beside").await.line(),
            "200 EXPIRED stored beside 3"
        );
    }
}

/// The client goes away in the middle of a POST: nobody knows what it has changed by then.
#[tokio::test]
async fn case_20_a_post_that_is_not_waited_for() {
    for house in houses().await {
        house.get("/beside").await;
        house.lab.hang("POST beside");
        let mut connection = house.connect().await;
        let post = tokio::spawn(async move {
            connection.send(request("POST", "/beside", &[])).await;
        });
        house.started("POST beside", 1).await;
        post.abort();
        let outcome = async || {
            let line = house.get("/beside").await.line();
            (line == "200 EXPIRED stored beside 2").then_some(())
        };
        patiently("an answer made anew", outcome).await;
    }
}

#[tokio::test]
async fn case_20_can_be_switched_off() {
    for house in houses_with(|options| options.expire_on_write(false)).await {
        house.get("/beside").await;
        house.method("POST", "/beside").await;
        assert_eq!(house.get("/beside").await.line(), "200 HIT beside 1");
    }
}

#[tokio::test]
async fn case_21_failed_post() {
    // POST replies 4xx or 5xx, GET: still HIT.
    for house in houses().await {
        house.get("/beside").await;
        house.lab.reply("POST beside", |_| StatusCode::CONFLICT);
        house.method("POST", "/beside").await;
        house.lab.reply("POST beside", |_| StatusCode::BAD_GATEWAY);
        house.method("POST", "/beside").await;
        assert_eq!(house.get("/beside").await.line(), "200 HIT beside 1");
    }
}

#[tokio::test]
async fn case_22_other_methods() {
    // A GET-only file, PUT, POST, OPTIONS: 405 with Allow, the automatic OPTIONS; the cache is untouched.
    for house in houses().await {
        house.get("/minute").await;
        for (method, status) in [("PUT", 405), ("POST", 405), ("OPTIONS", 204)] {
            let answer = house.method(method, "/minute").await;
            assert_eq!(answer.status, status, "{method}");
            assert_eq!(
                answer.header("allow"),
                Some("GET, HEAD, OPTIONS"),
                "{method}"
            );
            assert_eq!(answer.state(), "none");
        }
        assert_eq!(house.get("/minute").await.line(), "200 HIT minute 1");
    }
}

#[tokio::test]
async fn case_23_clients_cannot_force_work() {
    // Client `no-cache`, `Pragma`, `max-age=0`, GET: HIT, no run.
    for house in houses().await {
        house.get("/minute").await;
        for header in [
            ("cache-control", "no-cache"),
            ("cache-control", "no-store"),
            ("cache-control", "max-age=0"),
            ("pragma", "no-cache"),
        ] {
            let answer = house.get_with("/minute", &[header]).await;
            assert_eq!(answer.line(), "200 HIT minute 1", "{header:?}");
        }
    }
}

#[tokio::test]
async fn case_24_on_demand_token() {
    // Valid token, GET: REVALIDATED and one run; invalid token: a plain HIT.
    let limits =
        |options: CacheOptions| options.on_demand_token("0123456789abcdef0123456789abcdef");
    for house in houses_with(limits).await {
        house.get("/minute").await;
        for invalid in ["", "0123456789abcdef0123456789abcdeF", "0123456789abcdef"] {
            let headers = [("x-prerender-revalidate", invalid)];
            let answer = house.get_with("/minute", &headers).await;
            assert_eq!(answer.line(), "200 HIT minute 1", "{invalid}");
        }
        let headers = [("x-prerender-revalidate", "0123456789abcdef0123456789abcdef")];
        let answer = house.get_with("/minute", &headers).await;
        assert_eq!(answer.line(), "200 REVALIDATED stored minute 2");
        assert_eq!(house.get("/minute").await.line(), "200 HIT minute 2");
        assert_eq!(house.lab.runs("minute"), 2);
    }
    // Without a token the header means nothing.
    for house in houses().await {
        house.get("/minute").await;
        let answer = house
            .get_with("/minute", &[("x-prerender-revalidate", "")])
            .await;
        assert_eq!(answer.state(), "HIT");
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
