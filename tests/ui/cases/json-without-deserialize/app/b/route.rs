use router_runtime::prelude::*;

#[derive(Debug)]
pub enum Filter {
    All,
}

pub async fn GET(Query(filter): Query<Filter>) -> String {
    format!("{filter:?} {:?}", Filter::All)
}

pub async fn POST(Form(filters): Form<Vec<Filter>>) -> String {
    format!("{filters:?}")
}
