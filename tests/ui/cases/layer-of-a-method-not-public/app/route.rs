use router_runtime::prelude::*;

pub async fn GET() -> &'static str {
    "ok"
}

fn GET_layer(method: MethodLayers) -> MethodLayers {
    method
}
