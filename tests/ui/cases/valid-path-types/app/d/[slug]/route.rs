use router_runtime::prelude::*;

#[derive(serde::Deserialize)]
pub struct Aliased {
    #[serde(alias = "slug")]
    id: String,
}

pub async fn GET(Path(item): Path<Aliased>) -> String {
    item.id
}
