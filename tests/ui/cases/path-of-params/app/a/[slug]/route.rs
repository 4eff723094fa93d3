use router_runtime::prelude::*;

use crate::app::a::slug::Params;

pub async fn GET(Path(params): Path<Params>) -> String {
    params.slug
}
