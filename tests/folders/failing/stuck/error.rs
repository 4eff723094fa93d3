use router_runtime::prelude::*;
use std::future::pending;

pub async fn error() -> Html<&'static str> {
    pending().await
}
