use crate::app::listed::id::Params;
use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const dynamic: &str = "force-static";
pub const dynamic_params: bool = false;

pub async fn GET(State(handlers): State<Handlers>, Path(value): Path<String>) -> Result<Response> {
    handlers.run(&format!("listed/{value}")).await
}

pub async fn generate_static_params(
    State(handlers): State<Handlers>,
) -> Result<Vec<Params>, &'static str> {
    let ids = handlers.static_params();
    assert!(ids.iter().all(|id| id != "broken"), "the list is broken");
    if ids.iter().any(|id| id == "hung") {
        // Counts the run.
        let _response = handlers.run("hung list").await;
        std::future::pending::<()>().await;
    }
    if ids.iter().any(|id| id == "failed") {
        return Err("no database");
    }
    let ids = ids.into_iter();
    Ok(ids.map(|id| Params { id }).collect())
}
