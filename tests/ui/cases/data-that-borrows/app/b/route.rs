use router_runtime::prelude::*;

#[derive(serde::Deserialize)]
pub struct Filter<'a> {
    word: &'a str,
}

pub async fn GET(Query(filter): Query<Filter<'_>>) -> String {
    filter.word.to_owned()
}
