use router_runtime::prelude::*;

pub async fn page(Path(team): Path<String>) -> Result<Html<String>> {
    if team == "none" {
        return Err(not_found());
    }
    Ok(Html(team))
}
