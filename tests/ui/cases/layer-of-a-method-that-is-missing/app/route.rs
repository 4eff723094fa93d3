use router_runtime::prelude::*;

pub async fn GET() -> &'static str {
    "ok"
}

pub fn POST_layer(method: MethodLayers) -> MethodLayers {
    method
}

pub fn HEAD_layer(method: MethodLayers) -> MethodLayers {
    method
}
