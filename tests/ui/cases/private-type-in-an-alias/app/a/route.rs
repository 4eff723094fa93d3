use router_runtime::prelude::*;

#[derive(serde::Serialize)]
pub(self) struct Row;

type Rows = Vec<Row>;

pub async fn GET() -> Json<Rows> {
    Json(vec![Row])
}
