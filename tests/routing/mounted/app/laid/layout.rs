use router_runtime::prelude::*;

pub async fn layout(_: Children) -> Result<Html<String>> {
    Err(redirect("/p/there"))
}
