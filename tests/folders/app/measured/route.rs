use router_runtime::prelude::*;
use tower_http::limit::RequestBodyLimitLayer;

pub async fn POST(body: String) -> String {
    body
}

pub async fn PUT(body: String) -> String {
    body
}

pub fn PUT_layer(method: MethodLayers) -> MethodLayers {
    method.layer(RequestBodyLimitLayer::new(3))
}
