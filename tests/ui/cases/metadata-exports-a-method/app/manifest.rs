use router_runtime::metadata::*;

pub async fn GET() -> Manifest {
    Manifest::new("Acme")
}
