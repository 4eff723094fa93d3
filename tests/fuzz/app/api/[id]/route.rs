use router_runtime::prelude::*;

pub const revalidate: bool = false;

pub async fn GET(Path(id): Path<String>) -> Result<String> {
    if id == "missing" {
        Err(not_found())
    } else {
        Ok(id)
    }
}

pub async fn PATCH(Json(value): Json<Vec<u8>>) -> Json<Vec<u8>> {
    Json(value)
}
