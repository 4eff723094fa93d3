//! Request ids.

use crate::{both, builder, send};
use axum::http::HeaderName;
use router_runtime::observe::RequestIds;
use router_tests::log::Log;
use std::collections::HashSet;

#[tokio::test]
async fn a_well_formed_id_of_the_client_is_used() {
    let builder = builder().request_ids(RequestIds::new());
    let long = "a".repeat(128);
    for (way, router) in both(&builder) {
        for id in ["7", "Root=1-67891233:abc_def.4+/@", &long] {
            let response = send(&router, "/id", &[("x-request-id", id)]).await;
            assert_eq!(response.body, id, "{way}");
            assert_eq!(response.header_list("x-request-id"), id, "{way}");
        }
    }
}

#[tokio::test]
async fn every_response_has_an_id_of_its_own() {
    let builder = builder().request_ids(RequestIds::new());
    let mut seen = HashSet::new();
    for (way, router) in both(&builder) {
        // The second request to `/clock` is a hit.
        for path in [
            "/id",
            "/clock",
            "/clock",
            "/gone",
            "/items/pen/",
            "/note.txt",
            "/panics",
        ] {
            let response = send(&router, path, &[]).await;
            let id = response.value("x-request-id").to_owned();
            assert_eq!(id.len(), 32, "{way} {path}");
            assert!(
                id.bytes().all(|byte| byte.is_ascii_hexdigit()),
                "{way} {id}"
            );
            assert!(seen.insert(id), "{way} {path}");
        }
        let headers = [("x-request-id", "mine")];
        let hit = send(&router, "/clock", &headers).await;
        assert_eq!(
            (hit.state().as_str(), hit.value("x-request-id")),
            ("HIT", "mine")
        );
        let refused = send(&router, "/", &[("host", "a, b"), ("x-request-id", "mine")]).await;
        assert_eq!(
            (refused.status, refused.value("x-request-id")),
            (400, "mine")
        );
    }
}

#[tokio::test]
async fn the_header_has_another_name_and_clients_are_ignored_by_option() {
    let name = HeaderName::from_static("x-correlation-id");
    let ids = RequestIds::new().header(name).ignore_incoming();
    let builder = builder().request_ids(ids);
    for (way, router) in both(&builder) {
        let headers = [("x-request-id", "a"), ("x-correlation-id", "b")];
        let response = send(&router, "/maybe", &headers).await;
        assert_eq!(response.header("x-request-id"), None, "{way}");
        let id = response.value("x-correlation-id");
        assert_eq!(response.body, format!("Some(RequestId(\"{id}\"))"), "{way}");
        assert_eq!(id.len(), 32, "{way}");
    }
}

#[tokio::test]
async fn without_the_option_a_request_has_no_id() {
    let builder = builder();
    let (log, _guard) = Log::begin();
    for (way, router) in both(&builder) {
        let response = send(&router, "/maybe", &[("x-request-id", "a")]).await;
        assert_eq!(
            (&*response.body, response.header("x-request-id")),
            ("None", None),
            "{way}"
        );
        let response = send(&router, "POST /maybe", &[]).await;
        assert_eq!(response.status, 500, "{way}");
        let log = log.take().concat();
        assert!(
            log.contains("the request has no id: call `request_ids`"),
            "{log}"
        );
    }
}
