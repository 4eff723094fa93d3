use router_runtime::prelude::*;

pub async fn GET() -> impl IntoResponse {
    let set = ["a=1", "b=2; Expires=Wed, 21 Oct 2037 07:28:00 GMT", "a=3"];
    (
        axum::response::AppendHeaders(set.map(|it| (header::SET_COOKIE, it))),
        "m",
    )
}
