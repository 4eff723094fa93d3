use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET() -> impl IntoResponse {
    ([("content-type", "image/png")], vec![0; 10_000])
}
