use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET() -> String {
    let revalidate = 5;
    format!("{revalidate}")
}
