use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET(request: Request) -> String {
    request.uri().to_string()
}
