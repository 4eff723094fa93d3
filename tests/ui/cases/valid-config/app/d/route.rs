use router_runtime::prelude::*;

pub const dynamic: &str = "force-dynamic";
pub const revalidate: u32 = 0;

pub async fn GET(request: Request) -> String {
    request.uri().to_string()
}
