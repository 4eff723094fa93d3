use router_runtime::prelude::*;

pub async fn GET() -> &'static str {
    "ok"
}

pub async fn GET_layer(method: MethodLayers) -> MethodLayers {
    method
}
