//! Cases 13 to 18: equal and different keys.

use crate::{both_ways, both_ways_with};
use router_tests::test_app::responses;

#[tokio::test]
async fn case_13_declared_query() {
    // `cache_query = ["page"]`: two keys for two pages; the handler sees only `page`.
    for app in both_ways().await {
        for (path, expected) in [
            ("/paged?page=1&x=9", r#"200 MISS stored {"page": "1"}"#),
            ("/paged?page=2", r#"200 MISS stored {"page": "2"}"#),
            ("/paged?x=1&page=1", r#"200 HIT {"page": "1"}"#),
            ("/paged?x=1", "200 MISS stored {}"),
            ("/paged", "200 HIT {}"),
        ] {
            assert_eq!(app.get(path).await.line(), expected, "{path}");
        }
        assert_eq!(app.state.runs("paged"), 3);
    }
}

#[tokio::test]
async fn case_14_declared_headers() {
    // `cache_vary = ["accept-language"]`, en, de, absent: 3 variants, `Vary: accept-language`.
    for app in both_ways().await {
        for state in ["MISS stored", "HIT"] {
            for language in [Some("en"), Some("de"), None] {
                let headers = language.map(|language| ("accept-language", language));
                let mut headers: Vec<_> = headers.into_iter().collect();
                headers.push(("cookie", "a=b"));
                let response = app.get_with("/language", &headers).await;
                let (value, names) = match language {
                    Some(language) => (format!("Some({language:?})"), "[\"accept-language\"]"),
                    None => ("None".to_owned(), "[]"),
                };
                assert_eq!(response.line(), format!("200 {state} {value} of {names}"));
                assert_eq!(response.header("vary"), Some("accept-language"));
            }
        }
        // As sent: letter case matters, white space around the value does not.
        let response = app
            .get_with("/language", &[("accept-language", "EN ")])
            .await;
        let expected = r#"200 MISS stored Some("EN") of ["accept-language"]"#;
        assert_eq!(response.line(), expected);
        assert_eq!(app.state.runs("language"), 4);
    }
}

#[tokio::test]
async fn case_14_several_fields_of_a_header() {
    // They are one list, in the order in which they were sent.
    for app in both_ways().await {
        let two = [("accept-language", "de"), ("accept-language", " en;q=0.5")];
        let response = app.get_with("/language", &two).await;
        let expected = r#"Some("de, en;q=0.5") of ["accept-language"]"#;
        assert_eq!(response.line(), format!("200 MISS stored {expected}"));
        let one = [("accept-language", "de, en;q=0.5")];
        let response = app.get_with("/language", &one).await;
        assert_eq!(response.line(), format!("200 HIT {expected}"));
        // The longest value that is stored.
        let longest = "y".repeat(256);
        for state in ["MISS stored", "HIT"] {
            let response = app
                .get_with("/language", &[("accept-language", &longest)])
                .await;
            assert_eq!(response.state(), state);
        }
    }
}

#[tokio::test]
async fn case_13_bytes_that_are_no_text() {
    // Replacement characters would turn two values into one, which no client sent.
    for app in both_ways().await {
        for (path, state) in [
            ("/paged?page=%FE", "MISS stored"),
            ("/paged?page=%FF", "MISS stored"),
            ("/paged?page=%ff", "HIT"),
            ("/paged?page=%EF%BF%BD", "MISS stored"),
        ] {
            assert_eq!(app.get(path).await.state(), state, "{path}");
        }
    }
}

#[tokio::test]
async fn case_13_many_declared_queries() {
    // Variants by query have no limit of their own.
    for app in both_ways().await {
        for state in ["MISS stored", "HIT"] {
            for page in 0..40 {
                let response = app.get(&format!("/paged?page={page}")).await;
                assert_eq!(response.state(), state, "{page}");
            }
        }
    }
}

#[tokio::test]
async fn case_13_bytes_of_variants() {
    // All variants of a path take at most 1/8 of `max_bytes`: the others remain.
    for app in both_ways_with(|options| options.max_bytes(1 << 20).max_entry(1 << 16)).await {
        assert_eq!(app.get("/slug/other").await.state(), "MISS stored");
        let path = |page: usize| format!("/paged?page={page}{}", "x".repeat(200));
        for page in 0..400 {
            assert_eq!(app.get(&path(page)).await.state(), "MISS stored");
        }
        let mut hits = 0;
        // A request for a page that is gone removes another one.
        for page in (0..400).rev() {
            match &*app.get(&path(page)).await.state() {
                "HIT" => hits += 1,
                _ => break,
            }
        }
        // An entry takes about 2 KiB: 128 KiB have room for 60 to 75.
        assert!((60..=75).contains(&hits), "{hits}");
        assert_eq!(app.get("/slug/other").await.state(), "HIT");
    }
}

#[tokio::test]
async fn case_14_chosen_values() {
    // `"accept-language: en, de"`: two entries, and the handler sees the chosen value.
    for app in both_ways().await {
        for (language, plan, line) in [
            (
                Some("en"),
                Some("free"),
                r#"MISS stored Some(Ok("en")) Some(Ok("free"))"#,
            ),
            (
                Some("de"),
                None,
                r#"MISS stored Some(Ok("de")) Some(Ok("free"))"#,
            ),
            (None, None, r#"HIT Some(Ok("en")) Some(Ok("free"))"#),
            (
                Some("fr-CH, de-AT;q=0.8, en;q=0.1"),
                None,
                r#"HIT Some(Ok("de")) Some(Ok("free"))"#,
            ),
            (
                Some("fr"),
                Some("gold"),
                r#"HIT Some(Ok("en")) Some(Ok("free"))"#,
            ),
            (
                Some("EN-us"),
                Some("paid"),
                r#"MISS stored Some(Ok("en")) Some(Ok("paid"))"#,
            ),
            (
                Some(&"x-y, ".repeat(100)),
                None,
                r#"HIT Some(Ok("en")) Some(Ok("free"))"#,
            ),
        ] {
            let language = language.map(|language| ("accept-language", language));
            let plan = plan.map(|plan| ("x-plan", plan));
            let headers: Vec<_> = language.into_iter().chain(plan).collect();
            let response = app.get_with("/chosen", &headers).await;
            assert_eq!(response.line(), format!("200 {line}"), "{headers:?}");
            assert_eq!(response.header("vary"), Some("accept-language, x-plan"));
        }
        assert_eq!(app.state.runs("chosen"), 3);
    }
}

#[tokio::test]
async fn case_14_declared_cookies() {
    // `cache_cookies`: their values join the key, the handler sees only them, `Vary: Cookie`.
    for app in both_ways().await {
        let dark = r#"Some("dark") of Some(Ok("theme=dark"))"#;
        for (cookie, line) in [
            ("theme=dark", format!("MISS stored {dark}")),
            ("session=1; theme=dark", format!("HIT {dark}")),
            (
                "theme=light; theme=dark; theme=%zz; other",
                format!("HIT {dark}"),
            ),
            (
                "theme=Dark",
                r#"MISS stored Some("Dark") of Some(Ok("theme=Dark"))"#.to_owned(),
            ),
            (
                "theme=dark;lang= de ",
                r#"MISS stored Some("dark") of Some(Ok("lang=de; theme=dark"))"#.to_owned(),
            ),
            (
                "Theme=dark; session=2",
                "MISS stored None of None".to_owned(),
            ),
            ("", "HIT None of None".to_owned()),
        ] {
            let response = app.get_with("/cookies", &[("cookie", cookie)]).await;
            assert_eq!(response.line(), format!("200 {line}"), "{cookie}");
            assert_eq!(response.header("vary"), Some("Cookie"));
            // For one client, although it is stored here.
            let control = response.header("cache-control");
            assert_eq!(control, Some("private, max-age=0"));
            assert_eq!(response.header("cdn-cache-control"), None);
        }
        assert_eq!(app.get("/cookies").await.line(), "200 HIT None of None");
        // HTTP/2 may split the field.
        let two = [("cookie", "lang=de"), ("cookie", "theme=dark")];
        assert_eq!(app.get_with("/cookies", &two).await.state(), "HIT");
        let long = format!("theme={}", "x".repeat(257));
        let response = app.get_with("/cookies", &[("cookie", &long)]).await;
        assert_eq!(response.state(), "BYPASS key_too_long");
        assert_eq!(app.state.runs("cookies"), 5);
    }
}

/// Otherwise a client could pass as itself and receive the stored response of another.
#[tokio::test]
async fn case_14_middleware_and_handlers_read_the_same_cookie() {
    for app in both_ways().await {
        app.get_with("/tenant/cached", &[("cookie", "tenant=victim")])
            .await;
        for (cookie, tenant) in [
            ("tenant=victim; tenant=mine", "mine"),
            ("tenant=mine; tenant=victim", "victim"),
            ("tenant=mine; tenant=%zz", "mine"),
            ("tenant=victim; Tenant=mine; tenant = mine", "mine"),
            ("tenant=mine; \u{a0}tenant=victim", "mine"),
            ("tenant=m%69ne", "mine"),
        ] {
            for path in ["/tenant/cached", "/tenant/live"] {
                let response = app.get_with(path, &[("cookie", cookie)]).await;
                let authorized = response.header("x-authorized");
                assert_eq!(authorized, Some(tenant), "{path} {cookie}");
                assert_eq!(response.body, tenant, "{path} {cookie}");
            }
        }
    }
}

#[tokio::test]
async fn case_15_too_many_variants() {
    // Vary, a 17th distinct value, GET: stored; the least used of the 16 is gone.
    for app in both_ways().await {
        let get = async |language: usize| {
            let value = format!("x-{language}");
            let headers = [("accept-language", &*value)];
            app.get_with("/language", &headers).await.state()
        };
        for language in 0..16 {
            assert_eq!(get(language).await, "MISS stored");
        }
        for language in (0..16).filter(|language| *language != 5) {
            assert_eq!(get(language).await, "HIT");
        }
        for state in ["MISS stored", "HIT", "HIT"] {
            assert_eq!(get(16).await, state);
        }
        for language in (0..16).filter(|language| *language != 5) {
            assert_eq!(get(language).await, "HIT", "{language}");
        }
        assert_eq!(get(5).await, "MISS stored");
    }
    for app in both_ways_with(|options| options.max_variants(2)).await {
        for (cookie, state) in [
            ("theme=a", "MISS stored"),
            ("theme=b", "MISS stored"),
            ("theme=b", "HIT"),
            ("theme=c", "MISS stored"),
            ("theme=b", "HIT"),
            ("theme=a", "MISS stored"),
        ] {
            let response = app.get_with("/cookies", &[("cookie", cookie)]).await;
            assert_eq!(response.state(), state, "{cookie}");
        }
    }
}

#[tokio::test]
async fn case_15_a_value_that_is_too_long() {
    // More than 256 bytes: not stored, and each request has a run of its own.
    for app in both_ways().await {
        let long = "y".repeat(257);
        for _ in 0..2 {
            let headers = [("accept-language", &*long)];
            let response = app.get_with("/language", &headers).await;
            assert_eq!(response.state(), "BYPASS key_too_long");
            let directives = response.header("cache-control").unwrap();
            assert!(directives.contains("no-store"), "{directives}");
        }
        assert_eq!(app.state.runs("language"), 2);
        let path = format!("/paged?page={long}");
        let gate = app.state.gate("paged");
        let waiting = app.start_many(&path, 5).await;
        gate.open(5);
        for response in responses(waiting).await {
            assert_eq!(response.state(), "BYPASS key_too_long");
            assert_eq!(response.status, 200);
        }
        assert_eq!(app.state.runs("paged"), 5);
    }
}

#[tokio::test]
async fn case_16_spellings_of_a_path() {
    // `/slug/X%41`, `/slug/XA`, `/slug/XA/`, `/slug//XA`: one key; the last two are 308.
    for app in both_ways().await {
        assert_eq!(
            app.get("/slug/X%41").await.line(),
            "200 MISS stored slug/XA 1"
        );
        assert_eq!(app.get("/slug/XA").await.line(), "200 HIT slug/XA 1");
        for path in ["/slug/XA/", "/slug//XA"] {
            let response = app.get(path).await;
            assert_eq!(
                (response.status, response.header("location")),
                (308, Some("/slug/XA"))
            );
            assert_eq!(response.state(), "none");
        }
        // Letter case matters, except in the hex digits of an escape that must stay.
        assert_eq!(
            app.get("/slug/xa").await.line(),
            "200 MISS stored slug/xa 1"
        );
        assert_eq!(
            app.get("/slug/a%c3%a9").await.line(),
            "200 MISS stored slug/aé 1"
        );
        assert_eq!(app.get("/slug/a%C3%A9").await.line(), "200 HIT slug/aé 1");
    }
}

#[tokio::test]
async fn case_17_escapes() {
    // `%2F` in a param: the value `a/b` under a key of its own; `%00`, dot segments, invalid UTF-8: 400.
    for app in both_ways().await {
        assert_eq!(
            app.get("/slug/a%2Fb").await.line(),
            "200 MISS stored slug/a/b 1"
        );
        assert_eq!(
            app.get("/docs/a%2Fb").await.line(),
            "200 MISS stored docs/a/b 1"
        );
        assert_eq!(
            app.get("/docs/a/b").await.line(),
            "200 MISS stored docs/a|b 1"
        );
        assert_eq!(app.get("/docs/a%2fb").await.line(), "200 HIT docs/a/b 1");
        for path in ["/slug/%00", "/slug/%2e%2e", "/slug/%FF", "/slug/%zz"] {
            let response = app.get(path).await;
            assert_eq!(response.status, 400, "{path}");
            assert_eq!(response.state(), "none", "{path}");
        }
    }
}

#[tokio::test]
async fn a_canonical_path_that_is_too_long_is_rejected() {
    // A literal `{` is one byte; in the canonical path that cached handlers receive it is three.
    for app in both_ways().await {
        let path = format!("/slug/{}", "{".repeat(22_000));
        assert_eq!(app.get(&path).await.status, 414);
        let shorter = format!("/slug/{}", "{".repeat(20_000));
        assert_eq!(app.get(&shorter).await.status, 200);
    }
}

#[tokio::test]
async fn case_18_keys_are_distinct() {
    // Different key tuples never share an entry.
    for app in both_ways().await {
        let paths = [
            "/slug/minute",
            "/docs/slug/minute",
            "/docs/slug%2Fminute",
            "/tagged/minute",
            "/minute",
            "/slug/a%3Fpage=1",
            "/slug/a%26b",
            "/slug/a%2526b",
            "/paged?page=1",
            "/paged?page=1%26page=2",
        ];
        for path in paths {
            assert_eq!(app.get(path).await.state(), "MISS stored", "{path}");
        }
        for path in paths {
            assert_eq!(app.get(path).await.state(), "HIT", "{path}");
        }
    }
}
