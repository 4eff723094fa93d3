use router_runtime::prelude::*;

pub async fn GET(Path(name): Path<String>) -> Result<String> {
    Err(match &*name {
        "not-found" => not_found(),
        "forbidden" => forbidden(),
        "unauthorized" => unauthorized(),
        _ => return Ok(name),
    })
}

/// The request is taken before the error is returned.
pub async fn POST(request: Request) -> Result<()> {
    drop(request);
    Err(not_found())
}
