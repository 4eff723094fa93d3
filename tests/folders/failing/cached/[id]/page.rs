use crate::Journal;
use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn page(Path(id): Path<String>, State(journal): State<Journal>) -> Result<Html<String>> {
    journal.note(format!("page of {id}"));
    match id.as_str() {
        "none" => Err(not_found()),
        "taken" => Err(Error::new(StatusCode::CONFLICT, "taken")),
        _ => Ok(Html(id)),
    }
}
