use router_runtime::prelude::*;
use std::collections::BTreeMap;

pub async fn GET(headers: HeaderMap) -> Json<BTreeMap<String, String>> {
    let seen = headers
        .iter()
        .filter(|(name, _)| ![header::HOST, header::CONNECTION].contains(*name))
        .map(|(name, value)| {
            (
                name.to_string(),
                String::from_utf8_lossy(value.as_bytes()).into(),
            )
        })
        .collect();
    Json(seen)
}
