use router_runtime::prelude::*;

pub async fn not_found() -> Html<&'static str> {
    panic!("the not-found page panics")
}
