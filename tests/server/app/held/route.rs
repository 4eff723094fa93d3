use crate::Shared;
use axum::extract::State;

pub async fn GET(State(shared): State<Shared>) -> &'static str {
    shared.entered.notify_one();
    shared.release.notified().await;
    "done"
}
