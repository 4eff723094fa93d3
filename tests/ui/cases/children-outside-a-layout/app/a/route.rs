use router_runtime::prelude::*;

pub async fn GET(children: Children) -> String {
    children.into()
}
