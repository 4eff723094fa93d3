use router_runtime::prelude::*;

#[derive(serde::Deserialize)]
pub struct Place {
    team: String,
    files: Vec<String>,
    page: u32,
}

pub async fn GET(Path(place): Path<Place>) -> String {
    format!("{} {:?} {}", place.team, place.files, place.page)
}
