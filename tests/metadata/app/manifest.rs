use router_runtime::{metadata::Manifest, prelude::Result};

pub async fn manifest() -> Result<Manifest> {
    Ok(Manifest::new("Acme").start_url("/"))
}
