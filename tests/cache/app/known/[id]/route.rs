use crate::app::known::id::Params;
use crate::lab::Lab;
use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";
pub const dynamic_params: bool = false;

pub async fn GET(State(lab): State<Lab>, Path(value): Path<String>) -> Result<Response> {
    lab.run(&format!("known/{value}")).await
}

pub async fn generate_static_params(State(lab): State<Lab>) -> Vec<Params> {
    let ids = lab.known();
    assert!(ids.iter().all(|id| id != "broken"), "the list is broken");
    if ids.iter().any(|id| id == "hung") {
        std::future::pending::<()>().await;
    }
    let ids = ids.into_iter();
    ids.map(|id| Params { id }).collect()
}
