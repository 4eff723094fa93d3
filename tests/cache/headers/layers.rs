//! The changes of layers around the application to the fields for browsers and CDNs.

use crate::app;
use axum::{
    Router,
    http::{
        HeaderName, HeaderValue,
        header::{CACHE_CONTROL, SERVER, SET_COOKIE},
    },
    middleware::map_response,
    response::Response,
};
use router_tests::{handlers::Handlers, request::request, response::BufferedResponse};

const SHARED: &str = "public, max-age=0, s-maxage=60";
const FOR_CDNS: &str = "max-age=60, stale-while-revalidate=31535940";

#[tokio::test]
async fn layers_count_as_middleware_for_cdns() {
    for (name, value, expected) in [
        (SERVER, "x", [SHARED, FOR_CDNS]),
        (SET_COOKIE, "a=1", ["private, max-age=0", ""]),
        (CACHE_CONTROL, "private", ["private", ""]),
    ] {
        for router in layered(&name, value) {
            // A miss and a hit.
            for _ in 0..2 {
                let sent = request("GET", "/minute", &[]);
                let response = BufferedResponse::of(router.clone(), sent).await;
                let fields = ["cache-control", "cdn-cache-control"];
                let found = fields.map(|field| response.header_list(field));
                assert_eq!(found, expected, "{value}");
            }
        }
    }
}

/// The application in a layer that sets a header, in both ways.
fn layered(name: &HeaderName, value: &'static str) -> [Router; 2] {
    let name = name.clone();
    let layer = map_response(move |mut response: Response| {
        let name = name.clone();
        async move {
            let value = HeaderValue::from_static(value);
            response.headers_mut().insert(name, value);
            response
        }
    });
    let builder = app::builder(Handlers::default()).layer(layer);
    let service = Router::new().fallback_service(builder.service());
    [builder.router(), service]
}
