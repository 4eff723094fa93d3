use router_runtime::prelude::*;

#[derive(serde::Deserialize)]
pub struct Renamed {
    #[serde(rename = "slug")]
    name: String,
    #[serde(default)]
    page: u32,
    note: Option<String>,
}

pub async fn GET(Path(item): Path<Renamed>) -> String {
    format!("{} {} {:?}", item.name, item.page, item.note)
}
