use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET(Path(id): Path<String>) -> String {
    format!("GET body {id}")
}
