use crate::other::Params;

pub async fn GET(params: Params) -> &'static str {
    let Params = params;
    "ok"
}
