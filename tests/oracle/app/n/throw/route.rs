use router_runtime::prelude::*;

pub async fn GET() -> Result<()> {
    panic!("secret boom")
}

pub async fn POST() -> Result<()> {
    panic!("secret boom")
}
