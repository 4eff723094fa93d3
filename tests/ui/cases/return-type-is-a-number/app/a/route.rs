use router_runtime::prelude::*;

pub async fn GET() -> u32 {
    5
}

pub fn PUT() -> Option<String> {
    None
}

pub async fn POST() -> Vec<Uri> {
    Vec::new()
}
