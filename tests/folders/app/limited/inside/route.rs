//! Layers of a method that another file has, around a cached response.

pub const revalidate: u32 = 60;

pub async fn GET() -> &'static str {
    "cached"
}

pub async fn POST() -> &'static str {
    "written"
}

pub use refusing::layers as POST_layer;

mod refusing {
    use router_runtime::prelude::*;

    pub fn layers(method: MethodLayers) -> MethodLayers {
        method.layer(axum::middleware::from_fn(refuse))
    }

    async fn refuse(_: Request, _: Next) -> Result<Response> {
        Err(forbidden())
    }
}
