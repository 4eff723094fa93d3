use router_runtime::prelude::*;

pub async fn GET() -> impl IntoResponse {
    (
        [
            (header::CONTENT_LENGTH, "5"),
            (header::CONTENT_TYPE, "text/x-foo"),
        ],
        "hello",
    )
}
