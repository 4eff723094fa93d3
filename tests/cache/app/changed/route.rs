use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const revalidate: u32 = 60;

pub async fn GET(State(handlers): State<Handlers>) -> Result<Response> {
    handlers.run("changed").await
}

pub async fn POST() -> ([(HeaderName, &'static str); 1], &'static str) {
    ([(header::CACHE_CONTROL, "max-age=5")], "written")
}
