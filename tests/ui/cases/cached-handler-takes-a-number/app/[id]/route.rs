use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET(id: u32, State(_shop): State<crate::Shop>) -> String {
    id.to_string()
}
