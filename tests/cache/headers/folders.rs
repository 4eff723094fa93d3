//! `Cache-Control` and the field for CDNs below middleware and layers of folders, which the router distinguishes by their text and types.

use crate::both_ways;
use router_tests::request::request;

const SHARED: &str = "public, max-age=0, s-maxage=60";
const FOR_CDNS: &str = "max-age=60, stale-while-revalidate=31535940";
const PRIVATE: &str = "private, max-age=0";

#[tokio::test]
async fn responses_below_a_middleware_stay_shared_unless_it_changes_them() {
    for app in both_ways().await {
        for (path, expected) in [
            ("/noted", [Some(SHARED), Some(FOR_CDNS)]),
            // Its extractor adds a cookie.
            ("/jar", [Some(PRIVATE), None]),
            ("/jar/icon.svg", [Some(PRIVATE), None]),
            ("/around", [Some(SHARED), Some(FOR_CDNS)]),
            ("/around/set", [Some("private"), None]),
        ] {
            let cookie = path.starts_with("/jar").then_some("session=1; Path=/");
            // A miss and hits.
            for method in ["GET", "GET", "HEAD"] {
                let response = app.send(request(method, path, &[])).await;
                let fields = ["cache-control", "cdn-cache-control"];
                let found = fields.map(|field| response.header(field));
                assert_eq!(found, expected, "{method} {path}");
                assert_eq!(response.header("set-cookie"), cookie, "{method} {path}");
            }
        }
    }
}
