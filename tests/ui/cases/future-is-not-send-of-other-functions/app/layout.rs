use router_runtime::prelude::*;
use std::rc::Rc;

pub async fn layout(children: Children) -> Html<String> {
    let count = Rc::new(1);
    std::future::ready(()).await;
    Html(format!("{children}{count}"))
}
