use router_runtime::prelude::*;

pub async fn GET() -> Result<()> {
    Err(redirect("/items"))
}
