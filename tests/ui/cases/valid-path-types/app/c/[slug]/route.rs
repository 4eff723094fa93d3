use router_runtime::prelude::*;

#[derive(serde::Deserialize)]
pub struct Inner {
    anything: Option<String>,
}

#[derive(serde::Deserialize)]
pub struct Flat {
    #[serde(flatten)]
    inner: Inner,
}

pub async fn GET(Path(item): Path<Flat>) -> String {
    item.inner.anything.unwrap_or_default()
}
