use router_runtime::prelude::*;

#[derive(Debug, serde::Deserialize, serde::Serialize)]
pub struct Dash {
    #[serde(rename = "my-slug")]
    my_slug: String,
    my_rest: Vec<String>,
}

pub async fn GET(Path(params): Path<Dash>) -> Json<Dash> {
    Json(params)
}
