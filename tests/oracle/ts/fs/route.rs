use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET(uri: Uri) -> String {
    format!("fs http://localhost:3000{uri}")
}
