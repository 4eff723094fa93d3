use router_runtime::prelude::*;

pub struct New;

impl<'de> serde::Deserialize<'de> for New {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> std::result::Result<Self, D::Error> {
        Ok(Self)
    }
}

impl IntoResponse for New {
    fn into_response(self) -> Response {
        Response::default()
    }
}

pub async fn POST(Json(new): Json<New>) -> New {
    new
}
