//! # Dynamic segments
//!
//! A folder in brackets matches one segment, and `Path` contains its decoded value.
//!
//! ```console
//! $ curl -s http://localhost:3000/items/pen
//! < 200
//! {"slug":"pen","name":"Fountain pen","shelf":["writing","pens"],"cents":2900}
//! $ curl -s http://localhost:3000/items/stone
//! < 404
//! ```

use crate::catalog::{Item, item};
use router_runtime::prelude::*;

pub async fn GET(Path(slug): Path<String>) -> Result<Json<&'static Item>> {
    let item = item(&slug).ok_or_else(not_found)?;
    Ok(Json(item))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::{self, items::slug},
        shop::Shop,
    };
    use router_runtime::testing::{Client, ClientError};
    use std::collections::BTreeMap;

    #[tokio::test]
    async fn the_links_of_the_items_work() -> Result<(), ClientError> {
        let client = Client::new(app::service(Shop::default()));
        let links: BTreeMap<String, String> = client.get(app::items::href()).await?.json()?;
        assert_eq!(links["ink"], slug::href("ink"));
        let response = client.get(&links["ink"]).await?.expect(StatusCode::OK)?;
        assert_eq!(response.json::<serde_json::Value>()?["cents"], 800);
        Ok(())
    }

    #[tokio::test]
    async fn an_item_is_found_by_its_slug() {
        let Json(item) = GET(Path("ink".to_owned())).await.unwrap();
        assert_eq!(item.cents, 800);
    }

    #[tokio::test]
    async fn an_unknown_item_is_not_found() {
        let error = GET(Path("stone".to_owned())).await.unwrap_err();
        assert_eq!(error.status(), StatusCode::NOT_FOUND);
    }
}
