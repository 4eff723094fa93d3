use router_runtime::prelude::*;

pub async fn GET(origin: router_runtime::Origin) -> String {
    origin.to_string()
}
