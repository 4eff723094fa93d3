use router_runtime::prelude::*;

pub async fn not_found(Path(team): Path<String>, uri: Uri) -> Html<String> {
    Html(format!("team {team}: {}", uri.path()))
}
