use router_runtime::prelude::*;

pub const body_limit: usize = 8;

pub async fn GET(Path(name): Path<String>, uri: Uri) -> String {
    format!("{name} {uri}")
}

pub async fn POST(body: Bytes) -> String {
    format!("posted {}", body.len())
}
