//! OpenTelemetry's metrics of HTTP servers.

use crate::{both, builder, respond, send};
use metrics::set_default_local_recorder;
use router_tests::{recorder::Values, request::request_line};

const GET: &str = "http.request.method=GET";

#[tokio::test]
async fn requests_are_measured_by_method_route_and_status() {
    for way in [0, 1] {
        let values = Values::default();
        let _guard = set_default_local_recorder(&values);
        let (_, router) = &both(&builder().http_metrics())[way];
        send(router, "/items/pen", &[]).await;
        send(router, "/items/pencil", &[]).await;
        send(router, "/gone", &[]).await;
        let upload = request_line("POST /upload", &[], "seven b");
        drop(axum::body::to_bytes(respond(router, upload).await.into_body(), 9).await);
        let items = format!("{GET} http.route=/items/[slug] http.response.status_code=200");
        let gone = format!("{GET} http.response.status_code=404");
        let upload = "http.request.method=POST http.route=/upload http.response.status_code=200";
        let bytes = [
            (items.clone(), vec![3.0, 6.0]),
            (gone.clone(), vec![14.0]),
            (upload.to_owned(), vec![1.0]),
        ];
        assert_eq!(values.of("http.server.response.body.size"), bytes.into());
        let received = [(upload.to_owned(), vec![7.0])];
        assert_eq!(values.of("http.server.request.body.size"), received.into());
        let durations = values.of("http.server.request.duration");
        assert_eq!(
            durations.keys().collect::<Vec<_>>(),
            [&gone, &items, upload]
        );
        assert!(
            durations[&items]
                .iter()
                .all(|seconds| (0.0..20.0).contains(seconds))
        );
        let active = values.of("http.server.active_requests");
        assert_eq!(active[GET], [1.0, 0.0, 1.0, 0.0, 1.0, 0.0]);
        let units: Vec<String> = values.of("unit of ").into_keys().collect();
        assert_eq!(
            units,
            [
                "http.server.request.body.size: bytes",
                "http.server.request.duration: seconds",
                "http.server.response.body.size: bytes",
            ]
        );
    }
}

#[tokio::test]
async fn a_request_is_active_until_its_body_has_ended() {
    for way in [0, 1] {
        let values = Values::default();
        let _guard = set_default_local_recorder(&values);
        let (_, router) = &both(&builder().http_metrics())[way];
        let response = respond(router, request_line("/stream", &[], "")).await;
        assert_eq!(values.of("http.server.active_requests")[GET], [1.0]);
        assert!(values.of("http.server.request.duration").is_empty());
        drop(response);
        assert_eq!(values.of("http.server.active_requests")[GET], [1.0, 0.0]);
        assert_eq!(values.of("http.server.request.duration").len(), 1);
    }
}

#[tokio::test]
async fn random_methods_and_paths_create_no_labels() {
    let values = Values::default();
    let _guard = set_default_local_recorder(&values);
    let builder = builder().http_metrics();
    let count = |name| values.of(name).len();
    for (_, router) in both(&builder) {
        for number in 0..100 {
            send(&router, &format!("M{number} /gone/{number}"), &[]).await;
            send(&router, &format!("M{number} /items/{number}"), &[]).await;
            send(&router, &format!("/items/{number}"), &[]).await;
            send(&router, &format!("/gone/{number}?{number}"), &[]).await;
            send(&router, &format!("/items/{number}/"), &[]).await;
        }
    }
    let durations = values.of("http.server.request.duration");
    let keys: Vec<&str> = durations.keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "http.request.method=GET http.response.status_code=308",
            "http.request.method=GET http.response.status_code=404",
            "http.request.method=GET http.route=/items/[slug] http.response.status_code=200",
            "http.request.method=_OTHER http.response.status_code=404",
            "http.request.method=_OTHER http.route=/items/[slug] http.response.status_code=405",
        ]
    );
    assert_eq!(count("http.server.active_requests"), 2);
}
