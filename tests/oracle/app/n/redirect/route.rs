use router_runtime::prelude::*;

pub async fn GET() -> Result<()> {
    Err(redirect("https://nextjs.org/"))
}

pub async fn POST() -> Result<()> {
    Err(redirect("https://nextjs.org/"))
}
