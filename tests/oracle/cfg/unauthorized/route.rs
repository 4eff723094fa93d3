use router_runtime::prelude::*;

pub async fn GET() -> Error {
    unauthorized()
}
