use router_runtime::prelude::*;

pub async fn page() -> Html<&'static str> {
    Html("ok")
}

pub fn page_layer(method: MethodLayers) -> MethodLayers {
    method
}
