use router_runtime::prelude::*;

struct SoldOut;

async fn stock() -> Result<u32, SoldOut> {
    Err(SoldOut)
}

pub async fn GET(data: DataCache) -> Result<Json<u32>> {
    let stock = data.cached("stock", DataOptions::new(), stock()).await?;
    Ok(Json(stock))
}
