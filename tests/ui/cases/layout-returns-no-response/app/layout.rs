use router_runtime::prelude::*;

pub async fn layout(children: Children) -> Option<Children> {
    Some(children)
}
