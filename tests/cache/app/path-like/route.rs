use crate::lab::Lab;
use router_runtime::prelude::*;

pub const revalidate: u32 = 60;
pub const cache_tags: &[&str] = &["_N_T_/slug/a", "/slug/a"];

pub async fn GET(State(lab): State<Lab>) -> Result<Response> {
    lab.run("path-like").await
}
