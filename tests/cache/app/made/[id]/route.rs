use crate::app::made::id::Params;
use crate::lab::Lab;
use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET(State(lab): State<Lab>, Path(value): Path<String>) -> Result<Response> {
    lab.run(&format!("made/{value}")).await
}

pub async fn generate_static_params() -> Vec<Params> {
    let id = "first".to_owned();
    vec![Params { id }]
}
