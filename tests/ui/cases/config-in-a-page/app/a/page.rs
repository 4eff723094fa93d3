use router_runtime::prelude::*;

pub const dynamic: &str = "statick";

pub async fn page() -> Html<&'static str> {
    Html("a")
}
