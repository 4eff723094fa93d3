use crate::lab::Lab;
use router_runtime::prelude::*;

pub const revalidate: u32 = 60;
pub const cache_tags: &[&str] = &["news", "a,b"];

pub async fn GET(State(lab): State<Lab>) -> Result<Response> {
    lab.run("tagged").await
}
