use router_runtime::prelude::*;

pub fn GET() -> Result<()> {
    Err("secret boom").internal()
}
