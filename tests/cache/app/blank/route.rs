use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const dynamic: &str = "force-static";

pub async fn GET(
    State(handlers): State<Handlers>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response> {
    handlers.run("blank").await?;
    let query = uri.query().unwrap_or_default();
    let (path, headers, body) = (uri.path(), headers.len(), body.len());
    Ok(format!("{method} {path} {query:?} {headers} {body}").into_response())
}
