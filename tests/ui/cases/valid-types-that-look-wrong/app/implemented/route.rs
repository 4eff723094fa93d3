use router_runtime::prelude::*;

pub struct New;

pub async fn GET() -> New {
    New
}

pub async fn POST(Json(new): Json<New>) -> Result<New> {
    Ok(new)
}
