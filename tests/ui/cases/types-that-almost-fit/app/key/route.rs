use router_runtime::prelude::*;
use std::collections::HashMap;

#[derive(serde::Deserialize)]
pub struct Key(String);

pub async fn POST(Json(map): Json<HashMap<Key, u8>>) -> String {
    map.into_keys().map(|key| key.0).collect()
}
