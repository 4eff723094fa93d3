use router_runtime::prelude::*;

use crate::app::d::slug::Params as Known;

pub async fn generate_static_params() -> Result<Vec<Known>> {
    let number: u32 = "7".parse()?;
    Ok(vec![Known {
        slug: number.to_string(),
    }])
}

pub async fn GET() -> &'static str {
    "ok"
}
