use router_runtime::prelude::*;
use std::error::Error as StdError;

fn boxed() -> Result<(), Box<dyn StdError + Send + Sync>> {
    Err("boxed".into())
}

fn text() -> Result<(), String> {
    Err("text".to_owned())
}

pub async fn GET() -> Result<()> {
    Ok(boxed()?)
}

pub async fn POST() -> Result<()> {
    let failed: anyhow::Result<()> = Err(anyhow::anyhow!("inner").context("anyhow"));
    Ok(failed?)
}

pub async fn PUT() -> Result<()> {
    Ok(text()?)
}
