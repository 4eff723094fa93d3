use router_runtime::prelude::*;
use router_tests::handlers::Handlers;
use serde::{Deserialize, Serialize};

/// Reads one key as two types of the same name, as before and after a change of the program, and as another type.
pub async fn GET(
    State(handlers): State<Handlers>,
    Path(schema): Path<String>,
    data: DataCache,
) -> Result<String> {
    let options = DataOptions::new().revalidate(60).tags(["data"]);
    let name = async move { handlers.text("item").await };
    match &*schema {
        "named" => {
            #[derive(Serialize, Deserialize)]
            struct Item {
                name: String,
            }
            let load = async { name.await.map(|name| Item { name }) };
            Ok(data.cached("item", options, load).await?.name)
        }
        "priced" => {
            #[derive(Serialize, Deserialize)]
            struct Item {
                name: String,
                price: u64,
            }
            let load = async { name.await.map(|name| Item { name, price: 5 }) };
            let Item { name, price } = data.cached("item", options, load).await?;
            Ok(format!("{name} for {price}"))
        }
        _ => Ok(data.cached("item", options, name).await?),
    }
}
