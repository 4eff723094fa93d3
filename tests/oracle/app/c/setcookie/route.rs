use axum::response::AppendHeaders;
use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET() -> impl IntoResponse {
    let cookies = [
        (header::SET_COOKIE, "a=1; Path=/"),
        (
            header::SET_COOKIE,
            "b=2; Expires=Wed, 21 Oct 2037 07:28:00 GMT",
        ),
    ];
    (AppendHeaders(cookies), "sc")
}
