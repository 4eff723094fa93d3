use router_runtime::prelude::*;

pub async fn page() -> Result<String> {
    Err(redirect("/p/there"))
}
