use router_runtime::prelude::*;

pub async fn GET(State(text): State<std::sync::Arc<str>>) -> String {
    text.to_string()
}
