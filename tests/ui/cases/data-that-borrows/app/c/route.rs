use router_runtime::prelude::*;

use std::borrow::Cow;

#[derive(serde::Deserialize)]
pub struct Filter<'a> {
    #[serde(borrow)]
    word: Cow<'a, str>,
}

pub async fn GET(Query(filter): Query<Filter<'_>>) -> String {
    filter.word.into_owned()
}
