use router_runtime::prelude::*;

#[derive(serde::Serialize)]
pub struct Page<T> {
    pub rows: Vec<T>,
}

pub struct Row;

pub async fn GET() -> Json<Page<Row>> {
    Json(Page { rows: vec![Row] })
}
