use router_runtime::prelude::*;

pub async fn error(error: ErrorContext) -> String {
    error.message().to_owned()
}
