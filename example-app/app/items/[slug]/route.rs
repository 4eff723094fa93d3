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
//! 404 Not Found
//! ```

use crate::catalog::{self, Item};
use router_runtime::prelude::*;
use sqlx::SqlitePool;

pub async fn GET(
    State(database): State<SqlitePool>,
    Path(slug): Path<String>,
) -> Result<Json<Item>> {
    Ok(Json(catalog::find(&database, &slug).await?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::{self, items::slug},
        shop::Shop,
    };
    use axum::extract::FromRef;
    use router_runtime::testing::{Client, ClientError};
    use std::collections::BTreeMap;

    async fn get(slug: &str) -> Result<Json<Item>> {
        let database = SqlitePool::from_ref(&Shop::for_test().await);
        GET(State(database), Path(slug.to_owned())).await
    }

    #[tokio::test]
    async fn the_links_of_the_items_work() -> Result<(), ClientError> {
        let client = Client::new(app::service(Shop::for_test().await));
        let links: BTreeMap<String, String> = client.get(app::items::href()).await?.json()?;
        assert_eq!(links["ink"], slug::href("ink"));
        let response = client.get(&links["ink"]).await?.expect(StatusCode::OK)?;
        assert_eq!(response.json::<serde_json::Value>()?["cents"], 800);
        Ok(())
    }

    #[tokio::test]
    async fn an_item_is_found_by_its_slug() {
        let Json(item) = get("ink").await.unwrap();
        assert_eq!(item.cents, 800);
    }

    #[tokio::test]
    async fn an_unknown_item_is_not_found() {
        let error = get("stone").await.unwrap_err();
        assert_eq!(error.status(), StatusCode::NOT_FOUND);
    }
}
