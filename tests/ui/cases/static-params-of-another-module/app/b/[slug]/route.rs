pub fn generate_static_params() -> impl Iterator<Item = crate::app::b::slug::Params> {
    std::iter::empty()
}

pub async fn GET() -> &'static str {
    "ok"
}
