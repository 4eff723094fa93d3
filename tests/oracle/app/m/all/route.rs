use router_runtime::prelude::*;

fn answer(exported: &str, method: &Method) -> impl IntoResponse + use<> {
    (
        [("x-h", format!("{exported}:{method}"))],
        format!("{exported} body"),
    )
}

pub async fn GET(method: Method) -> impl IntoResponse {
    answer("GET", &method)
}

pub async fn HEAD(method: Method) -> impl IntoResponse {
    answer("HEAD", &method)
}

pub async fn POST(method: Method) -> impl IntoResponse {
    answer("POST", &method)
}

pub async fn PUT(method: Method) -> impl IntoResponse {
    answer("PUT", &method)
}

pub async fn PATCH(method: Method) -> impl IntoResponse {
    answer("PATCH", &method)
}

pub async fn DELETE(method: Method) -> impl IntoResponse {
    answer("DELETE", &method)
}

pub async fn OPTIONS(method: Method) -> impl IntoResponse {
    answer("OPTIONS", &method)
}
