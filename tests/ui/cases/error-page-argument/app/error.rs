use router_runtime::prelude::*;

pub async fn error(error: Error) -> String {
    error.to_string()
}
