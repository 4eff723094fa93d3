use router_runtime::{RequestId, prelude::*};

pub async fn GET(id: RequestId, headers: HeaderMap) -> Response {
    let header = &headers["x-request-id"];
    assert_eq!(header, &id.to_header_value());
    // As that of an upstream whose response is passed on.
    let upstream = HeaderValue::from_static("upstream");
    ([("x-request-id", upstream)], id.to_string()).into_response()
}
