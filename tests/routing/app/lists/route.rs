use router_runtime::prelude::*;
use std::collections::BTreeMap;

#[derive(Debug, serde::Deserialize)]
pub struct Filter {
    #[serde(default)]
    tag: Vec<String>,
    #[serde(default)]
    size: Vec<u8>,
    page: Option<u32>,
}

fn listed(filter: &Filter) -> String {
    format!("{:?} {:?} {:?}", filter.tag, filter.size, filter.page)
}

pub async fn GET(Query(filter): Query<Filter>) -> String {
    listed(&filter)
}

pub async fn POST(Form(filter): Form<Filter>) -> String {
    listed(&filter)
}

pub async fn PUT(mut request: Request) -> Result<String> {
    let query: Filter = request.query()?;
    let form: Filter = request.form().await?;
    Ok(format!("{} {}", listed(&query), listed(&form)))
}

/// Repeated names in a type without lists: the last value counts.
pub async fn PATCH(Query(last): Query<BTreeMap<String, String>>) -> String {
    last["tag"].clone()
}

/// The extractor of axum.
pub async fn DELETE(
    axum::extract::Query(pairs): axum::extract::Query<Vec<(String, String)>>,
) -> String {
    format!("{pairs:?}")
}
