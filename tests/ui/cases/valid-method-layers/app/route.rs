use axum::middleware::from_fn;
use router_runtime::prelude::*;

pub async fn GET() -> &'static str {
    get_layer()
}

#[cfg(unix)]
pub async fn POST() -> &'static str {
    "ok"
}

#[cfg(unix)]
pub fn POST_layer(method: MethodLayers, (): &()) -> MethodLayers {
    limited(method)
}

pub use elsewhere::any as GET_layer;

mod elsewhere {
    use router_runtime::prelude::*;

    pub fn any(method: MethodLayers) -> MethodLayers {
        method
    }
}

/// A helper.
pub fn get_layer() -> &'static str {
    "ok"
}

/// A helper that other files call too.
pub fn limited(method: MethodLayers) -> MethodLayers {
    method.layer(from_fn(async |request: Request, next: Next| {
        next.run(request).await
    }))
}
