use router_runtime::prelude::*;

type Entries = Vec<(String, String)>;

/// The fields in the order of the recording, which keeps long bodies as a digest.
#[derive(Debug, serde::Serialize)]
pub struct Seen {
    entries: Entries,
    a: Option<String>,
    all: Vec<String>,
    has: bool,
    search: String,
    url: String,
}

pub async fn GET(Query(entries): Query<Entries>) -> Result<Json<Seen>> {
    let all: Vec<String> = entries
        .iter()
        .filter(|(name, _)| name == "a")
        .map(|(_, value)| value.clone())
        .collect();
    let search = match serde_urlencoded::to_string(&entries)? {
        empty if empty.is_empty() => empty,
        pairs => format!("?{pairs}"),
    };
    Ok(Json(Seen {
        a: all.first().cloned(),
        has: !all.is_empty(),
        all,
        url: format!("/q{search}"),
        search,
        entries,
    }))
}
