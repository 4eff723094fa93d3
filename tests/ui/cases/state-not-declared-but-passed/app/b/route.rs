use crate::Shop;
use router_runtime::prelude::*;

pub async fn GET(State(_shop): State<Shop>) {}
