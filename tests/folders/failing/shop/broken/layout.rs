use router_runtime::prelude::*;

pub async fn layout(_children: Children) -> Result<Html<String>> {
    Err(Error::new(StatusCode::BAD_GATEWAY, "the layout fails"))
}
