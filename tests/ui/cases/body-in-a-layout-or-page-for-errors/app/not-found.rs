use router_runtime::prelude::*;

pub async fn not_found(request: Request) -> String {
    request.uri().to_string()
}
