use crate::runs::run;
use router_runtime::prelude::*;
use serde_json::{Value, json};
use std::{collections::BTreeMap, convert::Infallible};

pub async fn GET(
    data: DataCache,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Json<Value>> {
    let k = query.get("k").cloned();
    let keep = DataOptions::new().revalidate(3600).tags(["uctag"]);
    let key = ("uc", k.clone());
    let get = async move { Ok::<_, Infallible>(json!({ "n": run("uc"), "k": k })) };
    Ok(Json(data.cached(key, keep, get).await?))
}
