use router_runtime::prelude::*;

#[derive(serde::Deserialize)]
pub struct New<'a> {
    pub name: &'a str,
}

pub async fn POST(Json(new): Json<New<'_>>) -> String {
    new.name.to_owned()
}
