//! A layout of a cached page.

use crate::Journal;
use crate::pages::cached::name::Params;
use router_runtime::prelude::*;

pub async fn layout(
    Params { name }: Params,
    State(journal): State<Journal>,
    children: Children,
) -> Html<String> {
    journal.note(format!("layout of {name}"));
    Html(format!("<main>{children}</main>"))
}
