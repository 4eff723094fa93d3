use crate::Shared;
use axum::extract::State;
use router_runtime::prelude::Path;
use std::sync::atomic::Ordering;

pub async fn GET(State(shared): State<Shared>, Path(mib): Path<usize>) -> Vec<u8> {
    shared.made.fetch_add(1, Ordering::Relaxed);
    vec![b'x'; mib << 20]
}
