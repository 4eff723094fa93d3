use router_runtime::prelude::*;

pub async fn GET() -> &'static str {
    "ok"
}

pub async fn POST() -> &'static str {
    "ok"
}

pub fn get_layer(method: MethodLayers) -> MethodLayers {
    method
}

pub fn POST_layers(method: MethodLayers) -> MethodLayers {
    method
}
