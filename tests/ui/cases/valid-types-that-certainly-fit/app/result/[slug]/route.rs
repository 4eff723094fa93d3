use router_runtime::prelude::*;

pub async fn GET() -> Result<Json<Vec<String>>> {
    Ok(Json(Vec::new()))
}

pub async fn DELETE() -> Result<()> {
    Ok(())
}
