use router_runtime::prelude::*;

pub async fn error() -> Html<&'static str> {
    Html("never sent: its layout fails")
}
