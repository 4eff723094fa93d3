use router_runtime::prelude::*;

pub async fn GET() -> Response {
    Response::redirect("/rel")
}
