use router_runtime::prelude::*;

pub async fn GET(Path(rest): Path<Vec<String>>) -> String {
    rest.join("/")
}
