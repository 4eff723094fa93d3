#[cfg(feature = "extra")]
#[derive(Clone)]
pub struct Params;

#[cfg(not(feature = "extra"))]
use crate::app::params::slug::Params;

pub fn generate_static_params() -> Vec<Params> {
    Vec::new()
}

pub async fn GET() -> &'static str {
    "ok"
}
