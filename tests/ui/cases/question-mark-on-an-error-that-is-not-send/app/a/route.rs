use router_runtime::prelude::*;
use std::error::Error as StdError;

fn load() -> Result<String, Box<dyn StdError>> {
    Err("no file".into())
}

pub async fn GET() -> Result<String> {
    Ok(load()?)
}
