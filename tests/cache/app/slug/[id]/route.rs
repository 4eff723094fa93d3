use crate::lab::Lab;
use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET(State(lab): State<Lab>, Path(value): Path<String>) -> Result<Response> {
    lab.run(&format!("slug/{value}")).await
}
