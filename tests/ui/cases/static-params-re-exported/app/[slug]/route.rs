pub use crate::generate_static_params;

pub async fn GET() -> &'static str {
    "ok"
}
