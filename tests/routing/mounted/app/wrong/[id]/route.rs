use router_runtime::{prelude::*, respond::ResponseExt};

pub async fn GET(Path(id): Path<String>) -> Result<String> {
    Ok(id.parse::<u32>()?.to_string())
}

/// The request is taken before the handler fails.
pub async fn POST(Path(id): Path<String>, headers: HeaderMap, body: String) -> Result<String> {
    let number: u32 = id.parse().internal()?;
    Ok(format!("{number} {headers:?} {body}"))
}

pub async fn PUT() {
    panic!("unlucky");
}

pub async fn DELETE() -> Response {
    ResponseExt::json(&std::collections::BTreeMap::from([((1, 2), 3)]))
}
