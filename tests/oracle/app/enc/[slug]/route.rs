use router_runtime::prelude::*;

/// The fields in the order of the recording, which keeps long bodies as a digest.
#[derive(Debug, serde::Serialize)]
pub struct Seen {
    slug: String,
    url: String,
    pathname: String,
}

pub async fn GET(Path(slug): Path<String>, uri: Uri) -> Json<Seen> {
    Json(Seen {
        slug,
        url: uri.to_string(),
        pathname: uri.path().to_owned(),
    })
}
