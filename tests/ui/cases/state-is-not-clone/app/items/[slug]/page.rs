use crate::{Visits, app::items::slug::Params};
use router_runtime::prelude::*;

pub async fn generate_static_params(State(state): State<Visits>) -> Vec<Params> {
    vec![Params { slug: state.name }]
}

pub async fn page(Path(slug): Path<String>, State(state): State<crate::Visits>) -> Html<String> {
    Html(format!("{slug} {}", state.name))
}
