use router_runtime::prelude::*;

pub async fn GET() -> Result<String> {
    Ok("secret".parse::<u32>()?.to_string())
}

pub async fn POST() -> &'static str {
    panic!("secret")
}

pub const max_duration: u32 = 1;

pub async fn PUT() {
    std::future::pending::<()>().await;
}
