use crate::lab::Lab;
use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET(
    State(lab): State<Lab>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response> {
    lab.run("blank").await?;
    let query = uri.query().unwrap_or_default();
    let (path, headers, body) = (uri.path(), headers.len(), body.len());
    Ok(format!("{method} {path} {query:?} {headers} {body}").into_response())
}
