use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn page() -> Html<&'static str> {
    Html("h")
}
