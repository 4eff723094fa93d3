use router_runtime::prelude::*;

fn respond(exported: &str, method: &Method) -> impl IntoResponse + use<> {
    (
        [("x-h", format!("{exported}:{method}"))],
        format!("{exported} body"),
    )
}

pub async fn GET(method: Method) -> impl IntoResponse {
    respond("GET", &method)
}

pub async fn HEAD(method: Method) -> impl IntoResponse {
    respond("HEAD", &method)
}

pub async fn POST(method: Method) -> impl IntoResponse {
    respond("POST", &method)
}

pub async fn PUT(method: Method) -> impl IntoResponse {
    respond("PUT", &method)
}

pub async fn PATCH(method: Method) -> impl IntoResponse {
    respond("PATCH", &method)
}

pub async fn DELETE(method: Method) -> impl IntoResponse {
    respond("DELETE", &method)
}

pub async fn OPTIONS(method: Method) -> impl IntoResponse {
    respond("OPTIONS", &method)
}
