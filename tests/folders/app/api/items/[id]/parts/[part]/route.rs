//! A route below a middleware that reads its folder's parameters.

use crate::app::api::items::id::parts::part::Params;
use router_runtime::prelude::*;

pub async fn GET(
    Params { id, part }: Params,
    Path((same, other)): Path<(String, String)>,
    headers: HeaderMap,
) -> String {
    format!("{id} {part} {same} {other} {}", crate::marks(&headers))
}
