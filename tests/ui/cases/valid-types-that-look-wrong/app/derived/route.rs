use router_runtime::prelude::*;

#[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
#[serde(tag = "kind")]
pub enum New {
    One { name: String },
    Two,
}

pub async fn POST(Json(new): Json<New>) -> (StatusCode, Json<New>) {
    (StatusCode::CREATED, Json(new))
}

pub async fn PUT(new: Option<Json<New>>) -> Result<String, (StatusCode, String)> {
    Ok(format!("{new:?}"))
}

pub async fn PATCH(
    new: std::result::Result<Json<New>, axum::extract::rejection::JsonRejection>,
) -> String {
    format!("{new:?}")
}

pub async fn DELETE(_: (), both: (HeaderMap, Method), body: axum::body::Body) -> Body {
    let _ = both;
    body
}
