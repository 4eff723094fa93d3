use router_runtime::prelude::*;
use std::borrow::Cow;

#[derive(serde::Deserialize)]
pub struct New<'a> {
    pub name: Cow<'a, str>,
}

pub async fn POST(Json(new): Json<New<'_>>) -> String {
    new.name.into_owned()
}
