use crate::app::h::slug::Params;

pub async fn GET(params: Params) -> String {
    params.slug
}
