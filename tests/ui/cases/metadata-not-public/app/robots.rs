use router_runtime::metadata::*;

async fn robots() -> Robots {
    Robots::new()
}
