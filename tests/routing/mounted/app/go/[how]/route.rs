use crate::mount::p::id::href;
use router_runtime::prelude::*;

pub async fn GET(Path(how): Path<String>) -> Response {
    let error = match &*how {
        "permanent" => permanent_redirect("/p/there"),
        "other" => see_other("/p/there"),
        "href" => redirect(href("there")),
        "root" => redirect("/"),
        "query" => redirect("/p/there?x=/#y"),
        "absolute" => redirect("https://example.org/p"),
        "host" => redirect("//example.org/p"),
        "search" => redirect("?page=2"),
        "fragment" => redirect("#top"),
        "relative" => redirect("there"),
        "complete" => redirect("/docs/p/there"),
        "response" => return Response::redirect("/p/there"),
        "own" => return (StatusCode::FOUND, [(header::LOCATION, "/p/there")]).into_response(),
        _ => redirect("/p/there"),
    };
    error.into_response()
}
