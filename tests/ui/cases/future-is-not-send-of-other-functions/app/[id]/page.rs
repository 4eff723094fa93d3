use crate::app::id::Params;
use router_runtime::prelude::*;
use std::rc::Rc;

pub async fn generate_static_params() -> Vec<Params> {
    let count = Rc::new(1);
    std::future::ready(()).await;
    drop(count);
    Vec::new()
}

pub async fn page(Path(id): Path<String>) -> Html<String> {
    Html(id)
}
