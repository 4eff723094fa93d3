use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";
/// A response that varies by an undeclared header is not cached.
pub const cache_vary: &[&str] = &["accept"];

pub async fn GET() -> impl IntoResponse {
    (
        StatusCode::NON_AUTHORITATIVE_INFORMATION,
        [
            ("x-custom", "A"),
            ("etag", "\"own\""),
            ("vary", "Accept"),
            ("last-modified", "Wed, 21 Oct 2015 07:28:00 GMT"),
            ("link", "</a>; rel=x, </b>; rel=y"),
            ("content-language", "en"),
        ],
        "hdrs",
    )
}
