use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET(request: Request) -> String {
    request.uri().to_string()
}
