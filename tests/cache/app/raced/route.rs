use crate::lab::Lab;
use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

/// Reads the truth, then takes a while.
pub async fn GET(State(lab): State<Lab>) -> String {
    let truth = lab.truth();
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    truth.to_string()
}
