use router_runtime::prelude::*;

const MODE: &str = "force-static";

pub const dynamic: &str = MODE;

pub async fn GET(Extension(text): Extension<String>) -> String {
    text
}
