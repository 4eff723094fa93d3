use router_runtime::prelude::*;

pub async fn GET(request: impl Into<Request>) -> String {
    request.into().uri().to_string()
}
