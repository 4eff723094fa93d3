use router_runtime::prelude::*;

pub async fn GET(Path(id): Path<&str>) -> String {
    id.to_owned()
}

pub async fn POST(_name: Option<HeaderMap>, Json(names): Json<Vec<&str>>) -> String {
    names.join(" ")
}
