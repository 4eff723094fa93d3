use axum::extract::MatchedPath;
use router_runtime::prelude::*;

use crate::app::docs::page::Params;

pub async fn GET(Path(page): Path<Vec<String>>) -> String {
    format!("{page:?}")
}

pub async fn POST(matched: MatchedPath, Params { page }: Params) -> String {
    format!("{} {page:?}", matched.as_str())
}
