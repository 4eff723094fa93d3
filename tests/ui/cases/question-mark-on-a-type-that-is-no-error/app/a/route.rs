use router_runtime::prelude::*;

struct SoldOut;

fn buy() -> Result<String, SoldOut> {
    Err(SoldOut)
}

pub async fn POST() -> Result<String> {
    Ok(buy()?)
}
