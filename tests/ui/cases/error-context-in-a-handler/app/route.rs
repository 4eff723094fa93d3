use router_runtime::prelude::*;

pub async fn GET(error: ErrorContext) -> String {
    error.message().to_owned()
}
