use super::facade::router::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET(Path(slug): Path<u8>, State(state): State<u8>) -> String {
    (slug + state).to_string()
}
