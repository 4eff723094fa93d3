use router_runtime::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub async fn POST(Json(map): Json<HashMap<String, BTreeSet<u32>>>) -> Json<BTreeMap<char, bool>> {
    drop(map);
    Json(BTreeMap::new())
}
