pub const dynamic: &str = "force-static";

mod shared {
    pub use crate::other::Json;
}

pub async fn GET(json: shared::Json) -> &'static str {
    let shared::Json = json;
    "ok"
}
