use crate::lab::Lab;
use router_runtime::prelude::*;

pub const revalidate: u32 = 600;

pub async fn GET(State(lab): State<Lab>, data: DataCache) -> Result<String> {
    let own = lab.text("of-data").await.internal()?;
    let keep = DataOptions::new().revalidate(60).tags(["stock"]);
    let stock = data.cached("stock", keep, async move { lab.text("stock").await });
    Ok(format!("{own} of {}", stock.await?))
}
