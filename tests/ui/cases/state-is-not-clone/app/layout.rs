use crate::Visits;
use router_runtime::prelude::*;

pub async fn layout(State(state): State<Visits>, children: Children) -> Html<String> {
    Html(format!("{} {children}", state.name))
}
