use crate::app::params::slug::Params;
use router_runtime::prelude::*;

pub async fn generate_static_params(State(state): State<crate::AppState>) -> Result<Vec<Params>> {
    Ok(vec![Params { slug: state.name }])
}

pub async fn GET(params: Params) -> Response {
    params.slug.into_response()
}

pub async fn POST(params: crate::app::params::slug::Params) -> String {
    params.slug
}
