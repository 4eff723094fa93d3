use router_runtime::prelude::*;

use crate::app::h::slug::Params;

pub async fn GET(Path(params): Path<Params>) -> String {
    params.slug
}
