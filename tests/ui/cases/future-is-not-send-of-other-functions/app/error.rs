use router_runtime::prelude::*;
use std::rc::Rc;

pub async fn error(error: ErrorContext) -> String {
    let count = Rc::new(1);
    std::future::ready(()).await;
    format!("{error:?}{count}")
}
