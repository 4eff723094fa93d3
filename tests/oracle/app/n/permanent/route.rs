use router_runtime::prelude::*;

pub async fn GET() -> Result<()> {
    Err(permanent_redirect("https://nextjs.org/"))
}

pub async fn POST() -> Result<()> {
    Err(permanent_redirect("/p"))
}
