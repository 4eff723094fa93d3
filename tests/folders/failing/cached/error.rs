use crate::Journal;
use router_runtime::prelude::*;

pub async fn error(State(journal): State<Journal>, error: ErrorContext) -> Html<String> {
    journal.note(format!("error page of {}", error.uri().path()));
    Html(error.message().to_owned())
}
