use crate::Journal;
use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn page(Path(name): Path<String>, State(journal): State<Journal>) -> Html<String> {
    journal.note(format!("page of {name}"));
    Html(name)
}
