use router_runtime::prelude::*;

pub async fn GET() -> impl IntoResponse {
    let headers = [
        ("x-middleware-set-cookie", "a=1"),
        ("x-nextjs-cache", "MINE"),
        ("x-next-cache-tags", "zz"),
        ("x-middleware-request-foo", "bar"),
    ];
    (headers, "r")
}
