pub use shared::GET;

mod shared {
    use router_runtime::prelude::*;

    pub async fn GET(cookies: Cookies) -> &'static str {
        cookies.set(("again", "1"));
        "again"
    }
}
