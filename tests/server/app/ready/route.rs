use crate::Shared;
use axum::extract::State;
use router_runtime::server::Readiness;

pub async fn GET(State(shared): State<Shared>) -> Readiness {
    shared.readiness
}
