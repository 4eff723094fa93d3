use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const revalidate: u32 = 600;

pub async fn GET(State(handlers): State<Handlers>, data: DataCache) -> Result<String> {
    let own = handlers.text("of-data").await.internal()?;
    let keep = DataOptions::new().revalidate(60).tags(["stock"]);
    let stock = data.cached("stock", keep, async move { handlers.text("stock").await });
    Ok(format!("{own} of {}", stock.await?))
}
