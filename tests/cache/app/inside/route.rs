use crate::lab::Lab;
use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET(State(lab): State<Lab>) -> String {
    let cache = lab.cache();
    let refused = [
        cache.revalidate_path("/minute").await.is_err(),
        cache.purge_path("/minute").await.is_err(),
    ];
    format!("{refused:?}")
}
