use router_runtime::prelude::*;

pub async fn GET(Path(slug): Path<String>) -> String {
    slug
}

pub async fn PUT(Path(slug): Path<u8>) -> String {
    slug.to_string()
}

pub async fn DELETE(Path(slug): Path<String>) -> Result<StatusCode> {
    if slug == "protected" {
        Err(forbidden())
    } else {
        Ok(StatusCode::NO_CONTENT)
    }
}
