use router_runtime::prelude::*;

use crate::app::items::slug::Params;

pub async fn GET(Path(params): Path<Params>, State(state): State<crate::AppState>) -> String {
    format!("{} {}", params.slug, state.0)
}
