use router_runtime::prelude::*;

#[derive(serde::Serialize)]
enum Kind {
    Small,
}

pub async fn GET() -> Result<Json<Vec<Kind>>> {
    Ok(Json(vec![Kind::Small]))
}
